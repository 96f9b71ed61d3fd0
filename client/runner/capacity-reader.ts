import { type Capacity, capacityOf } from './capacity.ts'
import type { Clock } from './clock.ts'
import type { FunctionPort } from './transport.ts'

export interface CapacityReaderOptions {
  readonly functions: FunctionPort
  /** The user's own maximum. */
  readonly maximum: number | null
  readonly clock: Clock
  readonly onCapacity: (capacity: Capacity) => void
  readonly onWarning: (error: Error) => void
}

/** While there is no worker, or the limit was seen to be wrong, it is read at least this often, ms: somebody waits for it. */
const URGENT_REREAD_MS = 1_000

/** Keeps the platform's limit fresh while trials run. */
export class CapacityReader {
  readonly #options: CapacityReaderOptions
  readonly #stop = new AbortController()
  #capacity: Capacity = { limit: 0, binding: 'the limit that was never read', mend: 'wait' }
  #needed = false
  #urgent = false
  #timer: (() => void) | null = null
  #reading: Promise<void> | null = null
  #readAt = Number.NEGATIVE_INFINITY

  constructor(options: CapacityReaderOptions) {
    this.#options = options
  }

  get capacity(): Capacity {
    return this.#capacity
  }

  /** True when the limit that was read last is too old to be believed. */
  get isStale(): boolean {
    return this.#options.clock.now() >= this.#nextReadAt()
  }

  /** Reads the limit now, once for all who ask at the same time. @throws TransportError */
  read(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null
    })
    return this.#reading
  }

  /** Reads the limit now; when that fails, the one that was read last holds on, and a warning says so. */
  async refresh(): Promise<void> {
    try {
      await this.read()
    } catch (cause) {
      if (!this.#stop.signal.aborted) this.#options.onWarning(cause as Error)
    }
  }

  /** While it is needed, the limit is read again whenever it is too old to be believed. */
  setNeeded(needed: boolean): void {
    this.#needed = needed
    if (needed && this.#timer === null) this.#schedule()
  }

  /** The limit was seen to be wrong. */
  distrust(): void {
    if (this.#urgent) return
    this.#urgent = true
    this.#schedule()
  }

  close(): void {
    this.#stop.abort(new Error('the runner is closed'))
    this.#timer?.()
    this.#timer = null
  }

  async #read(): Promise<void> {
    const { functions, maximum, clock, onCapacity } = this.#options
    try {
      this.#capacity = capacityOf(await functions.limits({ signal: this.#stop.signal }), functions.accountLimit, maximum)
    } finally {
      this.#readAt = clock.now()
      this.#urgent = false
    }
    onCapacity(this.#capacity)
  }

  #nextReadAt(): number {
    const { limitsMaxAgeMs } = this.#options.functions
    const isUrgent = this.#urgent || this.#capacity.limit === 0
    return this.#readAt + (isUrgent ? Math.min(URGENT_REREAD_MS, limitsMaxAgeMs) : limitsMaxAgeMs)
  }

  #schedule(): void {
    const { clock } = this.#options
    this.#timer?.()
    this.#timer = clock.after(Math.max(0, this.#nextReadAt() - clock.now()), () => void this.#reread())
  }

  async #reread(): Promise<void> {
    this.#timer = null
    await this.refresh()
    if (this.#needed && !this.#stop.signal.aborted) this.#schedule()
  }
}
