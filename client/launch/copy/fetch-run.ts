import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { TrialfanError } from '../../../contract/errors.ts'
import { journalPartKey, runManifestKey } from '../../../contract/object-keys.ts'
import { markMoved } from '../../history/journal/mark-moved.ts'
import { newRunFolder } from '../../history/journal/run-folder.ts'
import { MAX_MANIFEST_BYTES, manifestText, parseManifest, type RunManifest } from '../../history/journal/run-manifest.ts'
import { runPaths } from '../../history/journal/run-paths.ts'
import type { ObjectPort } from '../../runner/transport.ts'
import { type CopiedJournal, PART_BYTES } from './lease-record.ts'
import { type LeaseOptions, RunLease } from './run-lease.ts'

/** Parts that are fetched at once. */
const AT_ONCE = 8
/** Numbers of trials and sessions that no other holder of the run gives: it has sent less between two copies. */
const WIRES_A_HOLDER = 1_000_000_000
const SESSIONS_A_HOLDER = 1_000

/** What a run on a stack is, as its copy tells it. @throws TrialfanError RUN_MISSING, RUN_MANIFEST, ShapeError, TransportError */
export async function fetchManifest(run: string, objects: ObjectPort, signal: AbortSignal): Promise<RunManifest> {
  const found = await objects.getTagged(runManifestKey(run), { signal, maxBytes: MAX_MANIFEST_BYTES })
  if (found === null) throw missing(run)
  const manifest = parseManifest(found.bytes, `the manifest of run ${run}`)
  if (manifest.run === run) return manifest
  throw new TrialfanError('RUN_COPY', `the manifest of run ${run} is that of another run`, { run })
}

/**
 * Takes a run up whose folder is on another machine: makes a folder of its copy, which may lack the last of what was written there.
 * Results that came meanwhile are in the run's queue; what the copy does not know is run again.
 * @throws RunLockedError while somebody works on it; TrialfanError RUN_MISSING, RUN_COPY, RUN_EXISTS; JournalError, ShapeError, TransportError
 */
export async function fetchRun(directory: string, options: LeaseOptions): Promise<RunLease> {
  const { run, objects, clock, signal } = options
  const folder = newRunFolder(directory, run)
  const lease = await RunLease.take(options)
  if (lease === null) throw missing(run)
  const beside = makeFolder(directory)
  try {
    if (lease.copied.bytes === 0) throw missing(run)
    const manifest = await fetchManifest(run, objects, signal)
    const paths = runPaths(beside)
    await fetchJournal(paths.journal, lease.copied, options)
    const numbers = { wire: lease.holder * WIRES_A_HOLDER, session: lease.holder * SESSIONS_A_HOLDER }
    markMoved(paths.journal, clock, { host: hostname(), from: lease.before?.host ?? 'unknown', ...numbers })
    writeFileSync(paths.manifest, manifestText(manifest))
    renameSync(beside, folder)
    return lease
  } catch (cause) {
    rmSync(beside, { recursive: true, force: true })
    await lease.release(lease.copied, objects, signal)
    throw cause
  }
}

async function fetchJournal(path: string, { parts, crc }: CopiedJournal, { run, objects, signal }: LeaseOptions): Promise<void> {
  let sum = 0
  for (let from = 0; from < parts.length; from += AT_ONCE) {
    const batch = parts.slice(from, from + AT_ONCE).map(async ([holder, part, bytes]) => {
      const whole = await objects.get(journalPartKey(run, holder, part), { signal, maxBytes: PART_BYTES })
      // Its holder may have gone on with it.
      return whole.subarray(0, bytes)
    })
    for (const bytes of await Promise.all(batch)) {
      sum = crc32(bytes, sum)
      appendFileSync(path, bytes)
    }
  }
  if (sum !== crc) throw new TrialfanError('RUN_COPY', `the copy of run ${run} is not what was written: it is damaged`, { run })
}

function makeFolder(directory: string): string {
  try {
    mkdirSync(directory, { recursive: true })
    return mkdtempSync(join(directory, '.fetched-'))
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new TrialfanError('RUN_FOLDER', `${directory}: cannot make the run's folder: ${message}`, { directory }, { cause })
  }
}

const missing = (run: string): TrialfanError =>
  new TrialfanError('RUN_MISSING', `there is no run ${run} here, and no copy of one on the stack`, { run })
