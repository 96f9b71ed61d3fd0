import type { Deadlines } from './deadlines.ts'
import type { Due, FunctionState, Invocation } from './function-state.ts'

/** Invocations on their way to an environment: waiting for one, or put aside until their next try. */
export class WaitingLine {
  readonly #deadlines: Deadlines<Due>

  constructor(deadlines: Deadlines<Due>) {
    this.#deadlines = deadlines
  }

  add(invocation: Invocation): void {
    invocation.place = 'waiting'
    invocation.deadline = null
    invocation.function.queue.push(invocation)
    invocation.function.waiting++
  }

  /** Gives an event that still waits its time limit; most have an environment by then and need none. */
  limitAge(invocation: Invocation): void {
    if (invocation.place !== 'waiting' || invocation.mode !== 'event') return
    const until = invocation.arrivedAt + invocation.function.settings.maximumEventAgeMs
    invocation.deadline = this.#deadlines.add(until, { kind: 'age', invocation })
  }

  /** The one that waited longest. */
  take(fn: FunctionState): Invocation | undefined {
    const invocation = fn.first()
    if (invocation === undefined) return undefined
    fn.queue.shift()
    this.drop(invocation)
    return invocation
  }

  *takeAll(fn: FunctionState): Generator<Invocation> {
    for (let invocation = this.take(fn); invocation !== undefined; invocation = this.take(fn)) yield invocation
  }

  /** Takes it out of the count; `first` passes over its place in the line. */
  drop(invocation: Invocation): void {
    invocation.function.waiting--
    invocation.place = 'gone'
    if (invocation.deadline !== null) this.#deadlines.cancel(invocation.deadline)
    invocation.deadline = null
  }

  putAside(invocation: Invocation, until: number): void {
    invocation.place = 'delayed'
    invocation.deadline = this.#deadlines.add(until, { kind: 'delay', invocation })
  }
}

export function newInvocation(fn: FunctionState, of: Pick<Invocation, 'requestId' | 'payload' | 'mode'>, now: number): Invocation {
  const { requestId, payload, mode } = of
  return { requestId, payload, mode, function: fn, arrivedAt: now, attempts: 0, backoffMs: 0, place: 'new', deadline: null }
}
