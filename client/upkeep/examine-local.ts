import { statfs } from 'node:fs/promises'
import { availableParallelism, freemem, tmpdir } from 'node:os'
import { TrialfanError } from '../../contract/errors.ts'
import { LocalCluster } from '../local/local-cluster.ts'
import type { Clock } from '../runner/clock.ts'
import { type Check, failed, ok, warning } from './check.ts'
import { roundTripChecks } from './round-trip-checks.ts'

export interface ExamineLocalOptions {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** What the process runs on. */
  readonly node: string
  readonly platform: string
}

const MIB = 1024 * 1024
const LEAST_NODE = [22, 12] as const
/** Below this much room, targets and scattered data may not fit. */
const LEAST_DISK_MIB = 512

/** Looks at what the embedded cluster needs of this machine, and runs real trials on it. */
export async function* examineLocal({ clock, signal, node, platform }: ExamineLocalOptions): AsyncGenerator<Check> {
  yield nodeCheck(node)
  yield platform === 'linux'
    ? ok('platform', 'linux: the memory of workers is limited')
    : warning('platform', `${platform}: a worker's resident memory is not limited`, 'use Linux where memory limits matter; all else works')
  yield ok('machine', `${availableParallelism()} cores, ${Math.round(freemem() / MIB)} MiB of memory free`)
  const disk = await statfs(tmpdir())
  const freeMiB = Math.floor((disk.bavail * disk.bsize) / MIB)
  const room = `${freeMiB} MiB free in ${tmpdir()}`
  yield freeMiB < LEAST_DISK_MIB ? warning('disk', room, 'make room, or set TMPDIR to a folder with more') : ok('disk', room)

  const startedAt = clock.now()
  let cluster: LocalCluster
  try {
    cluster = await LocalCluster.start({ workers: 1 })
  } catch (error) {
    if (!(error instanceof TrialfanError)) throw error
    yield failed('embedded cluster', error.message)
    return
  }
  try {
    yield ok('embedded cluster', `started with a worker in ${Math.round(clock.now() - startedAt)} ms, at ${cluster.endpoint}`)
    yield* await roundTripChecks(
      cluster,
      ['first trial', 'second trial'],
      'this is a defect of trialfan, or of this machine: please report it',
      clock,
      signal,
    )
  } finally {
    await cluster.close()
  }
}

function nodeCheck(node: string): Check {
  const [major = 0, minor = 0] = node.split('.').map(Number)
  const isFit = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])
  return isFit ? ok('node', node) : failed('node', node, `use Node ${LEAST_NODE.join('.')} or newer`)
}
