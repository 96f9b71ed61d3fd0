import type { Deadline } from './deadlines.ts'
import { Fifo } from './fifo.ts'
import type { FunctionSettings } from './function-settings.ts'

/** One invocation on its way through the service. */
export interface Invocation {
  readonly requestId: string
  readonly payload: string
  readonly mode: 'event' | 'request'
  readonly function: FunctionState
  readonly arrivedAt: number
  attempts: number
  /** The pause before it is tried again after the last throttle, ms; 0 before the first. */
  backoffMs: number
  place: 'new' | 'waiting' | 'delayed' | 'running' | 'gone'
  /** Its age limit while it waits, or the end of its pause while it is delayed. */
  deadline: Deadline<Due> | null
}

/** One execution environment. */
export interface Environment {
  readonly id: string
  readonly function: FunctionState
  /** `finishing`: it has answered and not asked for more yet. */
  state: 'starting' | 'idle' | 'busy' | 'finishing'
  since: number
  invocation: Invocation | null
  deadline: Deadline<Due> | null
}

/** What a deadline is about. */
export type Due =
  | { readonly kind: 'age' | 'delay'; readonly invocation: Invocation }
  | { readonly kind: 'timeout' | 'init' | 'idle'; readonly environment: Environment }

/** One function with its queue and its environments, as the model keeps it. */
export class FunctionState {
  settings: FunctionSettings
  /** Null: none is reserved. */
  reserved: number | null = null
  readonly queue = new Fifo<Invocation>()
  /** Invocations in `queue` that are still waiting; the rest was given up meanwhile. */
  waiting = 0
  starting = 0
  /** Environments that are busy or finishing. */
  busy = 0
  /** Those of them that have answered. */
  finishing = 0
  /** The one used last is at the end and goes first. */
  readonly idle: Environment[] = []

  constructor(settings: FunctionSettings) {
    this.settings = settings
  }

  /** The invocation that waited longest, left in its place. */
  first(): Invocation | undefined {
    for (let head = this.queue.peek(); head !== undefined; head = this.queue.peek()) {
      if (head.place === 'waiting') return head
      this.queue.shift()
    }
    return undefined
  }
}
