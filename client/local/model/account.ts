import type { FunctionSettings } from './function-settings.ts'
import { FunctionState } from './function-state.ts'

/** The functions of an account and what each may use of its concurrency. */
export class Account {
  concurrency: number
  readonly #functions = new Map<string, FunctionState>()

  constructor(concurrency: number) {
    this.concurrency = concurrency
  }

  /** Adds a function, or changes the settings of one that is there. */
  configure(settings: FunctionSettings): void {
    const known = this.#functions.get(settings.name)
    if (known === undefined) this.#functions.set(settings.name, new FunctionState(settings))
    else known.settings = settings
  }

  find(name: string): FunctionState | undefined {
    return this.#functions.get(name)
  }

  /** @throws RangeError: the caller checks names first */
  function(name: string): FunctionState {
    const fn = this.#functions.get(name)
    if (fn === undefined) throw new RangeError(`no function ${JSON.stringify(name)} in this cloud model`)
    return fn
  }

  functions(): Iterable<FunctionState> {
    return this.#functions.values()
  }

  /** What no function has reserved. */
  get unreserved(): number {
    let unreserved = this.concurrency
    for (const { reserved } of this.#functions.values()) unreserved -= reserved ?? 0
    return Math.max(0, unreserved)
  }

  /** How many environments of a function may be busy now. */
  limit(fn: FunctionState): number {
    if (fn.settings.separateConcurrency !== null) return fn.settings.separateConcurrency
    if (fn.reserved !== null) return fn.reserved
    let limit = this.unreserved
    for (const other of this.#functions.values()) {
      if (other !== fn && other.reserved === null && other.settings.separateConcurrency === null) limit -= other.busy
    }
    return limit
  }

  /**
   * True when one more invocation could run, those that wait for an environment counted in. An environment that has answered
   * counts as free: its caller may well come back before it has asked for more.
   */
  hasRoom(fn: FunctionState): boolean {
    return fn.busy - fn.finishing + fn.waiting < this.limit(fn)
  }
}
