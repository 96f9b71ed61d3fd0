import { closeSync, openSync, readSync } from 'node:fs'
import process from 'node:process'
import type { Clock } from '../../runner/clock.ts'

const INTERVAL_MS = 50
/** On x86-64, and on arm64 as Linux distributions set it up for laptops and clouds. */
const PAGE_BYTES = 4096
const MIB = 1024 * 1024

/** One process that is looked at. */
export interface WatchedProcess {
  readonly limitBytes: number
  readonly onOver: () => void
  /** `/proc/<pid>/statm`, open: opening it for every invocation would cost more than reading it. */
  readonly file: number
  /** True while an invocation runs. */
  active: boolean
}

/**
 * Ends what uses more memory than its function has: reads resident sets from /proc every 50 ms while invocations run.
 * Where there is no /proc (macOS, Windows) nothing is watched; the worker's own watch still is.
 */
export class MemoryWatch {
  readonly #clock: Clock
  readonly #watched = new Set<WatchedProcess>()
  readonly #buffer = Buffer.alloc(256)
  #cancel: (() => void) | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @returns null where processes cannot be watched */
  add(pid: number | null, limitMiB: number, onOver: () => void): WatchedProcess | null {
    if (process.platform !== 'linux' || pid === null) return null
    try {
      const watched = { file: openSync(`/proc/${pid}/statm`, 'r'), limitBytes: limitMiB * MIB, onOver, active: false }
      this.#watched.add(watched)
      this.#cancel ??= this.#clock.after(INTERVAL_MS, () => this.#look())
      return watched
    } catch {
      // It died as it started; its exit tells.
      return null
    }
  }

  remove(watched: WatchedProcess | null): void {
    if (watched === null || !this.#watched.delete(watched)) return
    closeSync(watched.file)
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
    for (const watched of this.#watched) this.remove(watched)
  }

  #look(): void {
    for (const watched of this.#watched) {
      if (!watched.active || this.#residentBytes(watched.file) <= watched.limitBytes) continue
      watched.active = false
      watched.onOver()
    }
    this.#cancel = this.#watched.size === 0 ? null : this.#clock.after(INTERVAL_MS, () => this.#look())
  }

  /** 0 when the process is gone. */
  #residentBytes(file: number): number {
    try {
      const length = readSync(file, this.#buffer, 0, this.#buffer.length, 0)
      return Number(this.#buffer.toString('latin1', 0, length).split(' ')[1]) * PAGE_BYTES
    } catch {
      return 0
    }
  }
}
