import type { Deadlines } from './deadlines.ts'
import type { Due, Environment, FunctionState } from './function-state.ts'

/** The environments that live, and each function's count of them by state. */
export class Environments {
  readonly #deadlines: Deadlines<Due>
  readonly #byId = new Map<string, Environment>()

  constructor(deadlines: Deadlines<Due>) {
    this.#deadlines = deadlines
  }

  get(id: string): Environment | undefined {
    return this.#byId.get(id)
  }

  all(): Iterable<Environment> {
    return this.#byId.values()
  }

  /** A new environment, which has until `deadline` to get ready. */
  start(fn: FunctionState, id: string, now: number, deadline: number): Environment {
    const environment: Environment = { id, function: fn, state: 'starting', since: now, invocation: null, deadline: null }
    environment.deadline = this.#deadlines.add(deadline, { kind: 'init', environment })
    this.#byId.set(id, environment)
    fn.starting++
    return environment
  }

  /** Changes the state; `deadline` is the end of the idle time or of the invocation. */
  enter(environment: Environment, state: 'idle' | 'busy', now: number, deadline: number): void {
    this.#leave(environment)
    const fn = environment.function
    if (state === 'idle') fn.idle.push(environment)
    else fn.busy++
    environment.state = state
    environment.since = now
    environment.deadline = this.#deadlines.add(deadline, { kind: state === 'idle' ? 'idle' : 'timeout', environment })
  }

  /** It has answered: still taken, and still under the time-out, until it asks for more. */
  finish(environment: Environment): void {
    environment.state = 'finishing'
    environment.function.finishing++
    environment.invocation = null
  }

  remove(environment: Environment): void {
    this.#leave(environment)
    this.#byId.delete(environment.id)
  }

  #leave(environment: Environment): void {
    const fn = environment.function
    if (environment.deadline !== null) this.#deadlines.cancel(environment.deadline)
    environment.deadline = null
    switch (environment.state) {
      case 'starting':
        fn.starting--
        return
      case 'idle':
        // The one used last is nearly always the one that is wanted.
        fn.idle.splice(fn.idle.lastIndexOf(environment), 1)
        return
      case 'finishing':
        fn.finishing--
        fn.busy--
        return
      case 'busy':
        fn.busy--
    }
  }
}
