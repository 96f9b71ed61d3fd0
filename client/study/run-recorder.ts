import type { TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { RunJournal } from '../history/journal/run-journal.ts'
import type { BackgroundWork } from './background-work.ts'
import { type PendingTrial, type ReplayedOptimizer, replay } from './replay.ts'
import { type StopCause, stopReason } from './stop-reason.ts'

/** What earlier sessions of a run have left, or an earlier run of the same optimizer. */
export interface EarlierSessions {
  readonly isResumed: boolean
  /** How long they have worked, ms. */
  readonly usedMs: number
  readonly pending: readonly PendingTrial[]
}

const NONE: EarlierSessions = { isResumed: false, usedMs: 0, pending: [] }

/** Writes down what an optimizer is asked and told, and what came from its background work at which call; replays what was written. */
export class RunRecorder {
  readonly #journal: RunJournal | null
  readonly #background: BackgroundWork | null
  #earlier = NONE
  /** Of the background's deliveries, so many are written. */
  #delivered = 0

  constructor(journal: RunJournal | null, background: BackgroundWork | null) {
    this.#journal = journal
    this.#background = background
  }

  /** True when an earlier session has worked on the run. */
  get isResumed(): boolean {
    return this.#earlier.isResumed
  }

  /** How long earlier sessions of the run have worked, ms. */
  get usedMs(): number {
    return this.#journal?.before.usedMs ?? 0
  }

  /** Brings the optimizer to where the journal ends. @throws TrialfanError RUN_CHANGED, JournalError */
  replay(optimizer: ReplayedOptimizer): void {
    if (this.#journal === null) return
    const pending = replay(this.#journal, optimizer, this.#background)
    this.#delivered = this.#background?.deliveries.length ?? 0
    this.#earlier = { isResumed: this.#journal.before.sessions > 0, usedMs: this.usedMs, pending }
  }

  /** The next run goes on with these. */
  leave(pending: readonly PendingTrial[]): void {
    this.#earlier = { ...NONE, pending }
  }

  /** Once: the run that comes first goes on with it. */
  takeEarlier(): EarlierSessions {
    const earlier = this.#earlier
    this.#earlier = NONE
    return earlier
  }

  /** Of a run that begins: one that goes on knows it from its journal. */
  known(trials: readonly (readonly [TrialInfo, TrialValue])[]): void {
    for (const [info, value] of trials) this.#journal?.known(info, value)
  }

  asked(want: number, infos: readonly TrialInfo[]): void {
    this.#writeDelivered()
    this.#journal?.asked(want, infos)
  }

  told(info: TrialInfo, value: TrialValue): void {
    this.#writeDelivered()
    this.#journal?.told(info, value)
  }

  /** A run that cannot be written down has failed. */
  stopped(cause: StopCause): StopCause {
    try {
      this.#journal?.stopped(cause.kind, stopReason(cause).sentence)
      return cause
    } catch (error) {
      return cause.kind === 'failed' ? cause : { kind: 'failed', error: error as Error }
    }
  }

  /** While `work` goes on, proposals are made in the background, where the optimizer can. */
  async inBackground<T>(onReady: () => void, work: () => Promise<T>): Promise<T> {
    if (this.#background === null) return work()
    this.#journal?.background()
    this.#background.startBackground(onReady)
    try {
      return await work()
    } finally {
      this.#background.stopBackground()
    }
  }

  #writeDelivered(): void {
    const deliveries = this.#background?.deliveries ?? []
    if (deliveries.length === this.#delivered) return
    this.#journal?.delivered(deliveries.slice(this.#delivered))
    this.#delivered = deliveries.length
  }
}
