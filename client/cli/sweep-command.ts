import { ConnectError } from '../aws/connect-error.ts'
import { findStack } from '../aws/find-stack.ts'
import { StackUpkeep } from '../aws/stack-upkeep.ts'
import type { Leftover } from '../upkeep/leftover.ts'
import type { Orphans } from '../upkeep/orphaned-runs.ts'
import { findOrphans, removeOrphans } from '../upkeep/sweep.ts'
import { errorLines } from './error-lines.ts'
import { EXIT_CODE, type ExitCode } from './exit-code.ts'
import { formatBytes } from './format-bytes.ts'
import { formatTable } from './format-table.ts'
import { Interruption } from './interruption.ts'
import { printable } from './printable.ts'
import type { Surroundings } from './surroundings.ts'
import { terminal } from './terminal.ts'

export interface SweepSettings {
  readonly stack?: string
  readonly region?: string
  /** Days. */
  readonly olderThan: number
  /** Delete what is listed. */
  readonly yes: boolean
  readonly json: boolean
}

const DAY_MS = 24 * 3_600_000

/** `trialfan sweep`: lists what dead runs have left on a stack, and deletes it when told so. */
export async function sweepCommand(settings: SweepSettings, surroundings: Surroundings): Promise<ExitCode> {
  const { clock, env, signals, exit, stdout, stderr } = surroundings
  using interruption = new Interruption(
    signals,
    () => undefined,
    () => exit(EXIT_CODE.interrupted),
  )
  const { signal } = interruption
  const write = (lines: readonly string[]): void => void stdout.write(lines.map((line) => `${line}\n`).join(''))
  try {
    const { stack: name, region, olderThan, yes, json } = settings
    const { facts, location } = await findStack({ stack: name, region, endpoint: env.AWS_ENDPOINT_URL, signal })
    const upkeep = new StackUpkeep(facts, location)
    try {
      const rule = { stack: facts.stack, now: clock.now(), olderThanMs: olderThan * DAY_MS }
      const found = await findOrphans(upkeep.leftovers, rule, signal)
      write(json ? found.orphans.map(jsonLine) : foundLines(found, olderThan, `stack ${facts.stack} in ${facts.region}`))
      if (yes && found.orphans.length > 0) {
        const { queues, objects } = await removeOrphans(upkeep.leftovers, found.orphans, facts.stack, signal)
        if (!json) write([`deleted ${counted(queues, 'queue')} and ${counted(objects, 'object')}`])
      } else if (!json && found.orphans.length > 0) write(['nothing was deleted: add --yes to delete what is listed'])
    } finally {
      upkeep.close()
    }
    return EXIT_CODE.done
  } catch (error) {
    if (signal.aborted) return EXIT_CODE.interrupted
    stderr.write(`${errorLines(error, terminal(stderr, env).colors).join('\n')}\n`)
    return error instanceof ConnectError ? EXIT_CODE.wrongUse : EXIT_CODE.failed
  }
}

function foundLines({ orphans, foreign }: Orphans, olderThan: number, where: string): readonly string[] {
  const rows = orphans.map(({ run, queue, objects, bytes, ageMs }) => [
    printable(run),
    `${(ageMs / DAY_MS).toFixed(1)} days`,
    queue === null ? 'no queue' : `queue, ${counted(queue.waiting, 'message')}`,
    counted(objects.length, 'object'),
    formatBytes(bytes),
  ])
  const bytes = orphans.reduce((sum, orphan) => sum + orphan.bytes, 0)
  const title =
    orphans.length === 0
      ? `${where}: no run older than ${counted(olderThan, 'day')} has left anything`
      : `${where}: ${counted(orphans.length, 'run')} older than ${counted(olderThan, 'day')}, ${formatBytes(bytes)}`
  const left =
    foreign.length === 0 ? [] : [`left alone, without the tag of this stack: ${foreign.map(({ url }) => printable(url)).join(', ')}`]
  return [title, ...formatTable(rows), ...left]
}

function jsonLine({ run, queue, objects, bytes, ageMs }: Leftover): string {
  return JSON.stringify({ run, queue: queue?.url ?? null, waiting: queue?.waiting ?? 0, objects: objects.length, bytes, ageMs })
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
