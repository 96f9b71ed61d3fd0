import type { Clock } from '../../client/runner/clock.ts'

/** An attempt at a trial, as every message about it names it. */
export interface AttemptName {
  readonly trial: number
  readonly attempt: number
}

/** A large event is stored before it is sent: what is known then may not have been known when the client decided. */
export const STORING_MS = 1_500
const MOST_LINES = 400

/** Sees everything that happens in a simulated world, and what of it must not. */
export class Witness {
  readonly violations: string[] = []
  readonly story: string[] = []
  /** Trial → attempts that something in the world may have swallowed: nobody can blame the client for their loss. */
  readonly harmed = new Map<number, Set<number>>()
  /** Trial → answers that said that the target was never started: they cost no retry. */
  readonly notStarted = new Map<number, number>()
  /** Trial → since when, by the client's clock, its own result is known to the client. */
  readonly heard = new Map<number, number>()
  /** Trial → until when it must not be sent again, by the client's clock: the platform took it, or its result lies in the queue. */
  readonly awaited = new Map<number, number>()
  /** Trials that have ended. */
  readonly delivered = new Set<number>()
  /** Trial → when its latest attempt was sent, by the client's clock. */
  readonly sentAt = new Map<number, number>()
  /** Targets that were begun. */
  executed = 0
  readonly #clock: Clock
  readonly #startedAt: number
  readonly #isTelling: boolean

  constructor(clock: Clock, isTelling: boolean) {
    this.#clock = clock
    this.#startedAt = clock.now()
    this.#isTelling = isTelling
  }

  /** `line` is a function where making the line costs something. */
  tell(line: string | (() => string)): void {
    if (!this.#isTelling || this.story.length >= MOST_LINES) return
    this.story.push(`${String(this.#clock.now() - this.#startedAt).padStart(7)} ms  ${typeof line === 'string' ? line : line()}`)
  }

  violated(what: string): void {
    this.tell(`VIOLATION ${what}`)
    this.violations.push(what)
  }

  sentUnstarted({ trial }: AttemptName): void {
    this.notStarted.set(trial, (this.notStarted.get(trial) ?? 0) + 1)
  }

  /** An attempt goes out at `now` by the client's clock. */
  sent(attempt: AttemptName, now: number): void {
    const { trial } = attempt
    if ((this.heard.get(trial) ?? Number.POSITIVE_INFINITY) < now) this.violated(`${nameOf(attempt)} is sent; the trial's result had come`)
    if (now < (this.awaited.get(trial) ?? 0)) this.violated(`${nameOf(attempt)} is sent; the answer to an earlier one was still to come`)
    this.sentAt.set(trial, now)
  }

  /** The client is killed: what it knew and did not write down, it does not know any more. */
  forgotten(): void {
    this.heard.clear()
  }

  harm({ trial, attempt }: AttemptName): void {
    const attempts = this.harmed.get(trial)
    if (attempts === undefined) this.harmed.set(trial, new Set([attempt]))
    else attempts.add(attempt)
  }
}

export const nameOf = ({ trial, attempt }: AttemptName): string => `trial ${trial}, attempt ${attempt}`
