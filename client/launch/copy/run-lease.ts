import { hostname } from 'node:os'
import { TrialfanError } from '../../../contract/errors.ts'
import { runLeaseKey } from '../../../contract/object-keys.ts'
import { isAlive, type LockOwner, ownerName, thisProcess } from '../../history/journal/lock-owner.ts'
import { RunLockedError } from '../../history/journal/run-locked-error.ts'
import type { Clock } from '../../runner/clock.ts'
import type { ObjectPort } from '../../runner/transport.ts'
import { type CopiedJournal, type LeaseRecord, MAX_LEASE_BYTES, NOTHING_COPIED, parseLease } from './lease-record.ts'

/** A process of another machine that was not heard of for so long is taken to be gone, ms. */
const GONE_MS = 120_000

export interface LeaseOptions {
  readonly run: string
  readonly objects: ObjectPort
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * At most one process works on a run, whatever machine it is on: an object in the stack's bucket says who. It is replaced only by who knows
 * what was there, so of two that want a run one gets it, and one that was taken for gone finds out at its next beat.
 */
export class RunLease {
  /** No other process has had the run under this number. */
  readonly holder: number
  /** What the holders before have copied of the journal. */
  readonly copied: CopiedJournal
  /** Who had it before; null when nobody had. */
  readonly before: LockOwner | null
  readonly #owner: LockOwner
  readonly #run: string
  readonly #clock: Clock
  #tag: string

  /** For a run that begins. @throws TrialfanError RUN_EXISTS, TransportError */
  static async create(options: LeaseOptions): Promise<RunLease> {
    const lease = await RunLease.#write(options, null, null)
    if (lease !== null) return lease
    throw new TrialfanError(
      'RUN_EXISTS',
      `there is a run ${options.run} on the stack already; resume it, or give the new one another name`,
      {
        run: options.run,
      },
    )
  }

  /** Null when nobody has ever had the run. @throws RunLockedError that names who works on it, TransportError, TrialfanError RUN_COPY, ShapeError */
  static async take(options: LeaseOptions): Promise<RunLease | null> {
    const found = await read(options)
    if (found === null) return null
    checkFree(found.record, options.clock.now())
    const lease = await RunLease.#write(options, found.record, found.tag)
    if (lease !== null) return lease
    // Somebody was quicker.
    const now = await read(options)
    throw locked(now?.record.owner ?? found.record.owner, now?.record.at ?? found.record.at)
  }

  static async #write(options: LeaseOptions, before: LeaseRecord | null, tag: string | null): Promise<RunLease | null> {
    const { run, objects, clock, signal } = options
    const lease = new RunLease(run, clock, before)
    const written = await objects.putTagged(runLeaseKey(run), lease.#bytes(lease.copied, false), { signal, tag })
    if (written !== null) lease.#tag = written
    else if (!(await lease.#isStillOurs(objects, signal))) return null
    return lease
  }

  private constructor(run: string, clock: Clock, before: LeaseRecord | null) {
    this.holder = (before?.holder ?? 0) + 1
    this.copied = before?.journal ?? NOTHING_COPIED
    this.before = before?.owner ?? null
    this.#owner = thisProcess(clock.now())
    this.#run = run
    this.#clock = clock
    this.#tag = ''
  }

  /** Says that this process is there, and how much it has copied. False when another process has taken the run. @throws TransportError */
  async keep(copied: CopiedJournal, objects: ObjectPort, signal: AbortSignal): Promise<boolean> {
    return this.#replace(this.#bytes(copied, false), objects, signal)
  }

  /** This process has ended by itself: whoever comes next need not wait. @throws TransportError */
  async release(copied: CopiedJournal, objects: ObjectPort, signal: AbortSignal): Promise<void> {
    await this.#replace(this.#bytes(copied, true), objects, signal)
  }

  async #replace(bytes: Uint8Array, objects: ObjectPort, signal: AbortSignal): Promise<boolean> {
    const options = { signal, tag: this.#tag }
    let written = await objects.putTagged(runLeaseKey(this.#run), bytes, options)
    // What was written before may have got there without its answer.
    if (written === null && (await this.#isStillOurs(objects, signal)))
      written = await objects.putTagged(runLeaseKey(this.#run), bytes, { signal, tag: this.#tag })
    if (written !== null) this.#tag = written
    return written !== null
  }

  /** Looks who has the run, and what is to be replaced next. */
  async #isStillOurs(objects: ObjectPort, signal: AbortSignal): Promise<boolean> {
    const found = await read({ run: this.#run, objects, signal })
    if (found === null || found.record.holder !== this.holder || !isSame(found.record.owner, this.#owner)) return false
    this.#tag = found.tag
    return true
  }

  #bytes(journal: CopiedJournal, released: boolean): Uint8Array {
    const record: LeaseRecord = {
      format: 1,
      run: this.#run,
      holder: this.holder,
      owner: this.#owner,
      at: this.#clock.now(),
      released,
      journal,
    }
    return Buffer.from(JSON.stringify(record))
  }
}

async function read({ run, objects, signal }: Omit<LeaseOptions, 'clock'>): Promise<{ record: LeaseRecord; tag: string } | null> {
  const found = await objects.getTagged(runLeaseKey(run), { signal, maxBytes: MAX_LEASE_BYTES })
  return found === null ? null : { record: parseLease(found.bytes, run), tag: found.tag }
}

const isSame = (a: LockOwner, b: LockOwner): boolean => a.pid === b.pid && a.host === b.host && a.since === b.since

function checkFree({ owner, at, released }: LeaseRecord, now: number): void {
  if (!released && isAlive(owner, now - at, GONE_MS)) throw locked(owner, at)
}

function locked(owner: LockOwner, at: number): RunLockedError {
  const since = `has been working on this run since ${new Date(owner.since).toISOString()}`
  const heard = `was heard of last at ${new Date(at).toISOString()}`
  const later = `if that machine is gone, try again after ${new Date(at + GONE_MS).toISOString()}`
  const mend = owner.host === hostname() ? 'end it first' : `end it first; ${later}`
  return new RunLockedError(`${ownerName(owner)} ${since} and ${heard}: ${mend}`, owner)
}
