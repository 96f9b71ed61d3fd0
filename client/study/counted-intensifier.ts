import type { TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { Intensifier } from '../intensifier/intensifier.ts'
import type { BackgroundWork } from './background-work.ts'

/**
 * Knows which trials were asked for and have no result, and lets the background's work know how many: it sees new configurations only, and these
 * may be few of them.
 */
export class CountedIntensifier implements Intensifier {
  readonly #intensifier: Intensifier
  readonly #background: BackgroundWork | null
  readonly #open = new WeakSet<TrialInfo>()
  #inFlight = 0

  constructor(intensifier: Intensifier, background: BackgroundWork | null) {
    this.#intensifier = intensifier
    this.#background = background
  }

  get isExhausted(): boolean {
    return this.#intensifier.isExhausted
  }

  /** Whether this very trial was asked for and has no result. */
  isOpen(info: TrialInfo): boolean {
    return this.#open.has(info)
  }

  next(n: number): readonly TrialInfo[] {
    this.#background?.expect(this.#inFlight)
    const infos = this.#intensifier.next(n)
    for (const info of infos) this.#open.add(info)
    this.#inFlight += infos.length
    return infos
  }

  told(info: TrialInfo, value: TrialValue): void {
    if (this.#open.delete(info)) this.#inFlight--
    this.#background?.expect(this.#inFlight)
    this.#intensifier.told(info, value)
  }
}
