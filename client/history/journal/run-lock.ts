import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import type { JournalClock } from './journal-clock.ts'
import { isAlive, type LockOwner, ownerName, parseOwner, thisProcess } from './lock-owner.ts'
import { RunLockedError } from './run-locked-error.ts'

/** A lock of another machine counts for this long after its owner touched it last, ms. */
const FOREIGN_LOCK_MS = 60_000
const TOUCH_MS = 10_000
/** Taking a dead process's lock is a matter of milliseconds. */
const TAKEOVER_MS = 10_000

/** At most one process works on a run. The lock of a process that died is taken over. */
export class RunLock implements Disposable {
  readonly #path: string
  readonly #content: string
  readonly #clock: JournalClock
  #timer: (() => void) | null = null

  /** @throws RunLockedError that names the owner; an error of the file system */
  constructor(path: string, clock: JournalClock) {
    this.#path = path
    this.#clock = clock
    this.#content = `${JSON.stringify(thisProcess(clock.now()))}\n`
    if (!createFile(path, this.#content)) this.#takeOver()
    this.#touch()
  }

  [Symbol.dispose](): void {
    this.#timer?.()
    this.#timer = null
    if (readText(this.#path) === this.#content) rmSync(this.#path, { force: true })
  }

  /** One process at a time looks whether the owner is alive: of two, the second must not remove the first one's new lock. */
  #takeOver(): void {
    const door = `${this.#path}.takeover`
    if (!createFile(door, '')) {
      if (this.#clock.now() - modifiedAt(door) < TAKEOVER_MS) throw locked(this.#path, ownerIn(this.#path))
      rmSync(door, { force: true })
      if (!createFile(door, '')) throw locked(this.#path, ownerIn(this.#path))
    }
    try {
      const owner = ownerIn(this.#path)
      if (owner !== null && isAlive(owner, this.#clock.now() - modifiedAt(this.#path), FOREIGN_LOCK_MS)) throw locked(this.#path, owner)
      rmSync(this.#path, { force: true })
      if (!createFile(this.#path, this.#content)) throw locked(this.#path, ownerIn(this.#path))
    } finally {
      rmSync(door, { force: true })
    }
  }

  /** Tells other machines, which cannot look for the process, that it is alive. */
  #touch(): void {
    this.#timer = this.#clock.after(TOUCH_MS, () => {
      const now = this.#clock.now() / 1000
      try {
        utimesSync(this.#path, now, now)
      } catch {
        // Somebody removed it by hand; they know what they do.
      }
      this.#touch()
    })
  }
}

/** Who works on the run whose lock this is, or null. */
export function lockOwner(path: string, now: number): { readonly pid: number; readonly host: string } | null {
  const owner = ownerIn(path)
  return owner !== null && isAlive(owner, now - modifiedAt(path), FOREIGN_LOCK_MS) ? owner : null
}

/** False when it is there already. */
function createFile(path: string, content: string): boolean {
  let file: number
  try {
    file = openSync(path, 'wx')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false
    throw cause
  }
  writeSync(file, content)
  closeSync(file)
  return true
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function ownerIn(path: string): LockOwner | null {
  try {
    return parseOwner(JSON.parse(readText(path) ?? ''))
  } catch {
    return null
  }
}

function locked(path: string, owner: LockOwner | null): RunLockedError {
  if (owner === null) return new RunLockedError(`another process is just opening this run (${path}); try again`, null)
  const mend = owner.host === hostname() ? 'end it first' : `end it first, or remove ${path} when that machine is gone`
  return new RunLockedError(`${ownerName(owner)} has been working on this run since ${new Date(owner.since).toISOString()}: ${mend}`, owner)
}
