import type { TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { Intensifier } from '../intensifier/intensifier.ts'
import type { BackgroundWork } from './background-work.ts'

/** Lets the background's work know how many trials are on their way: it sees new configurations only, and these may be few of them. */
export class CountedIntensifier implements Intensifier {
  readonly #intensifier: Intensifier
  readonly #background: BackgroundWork
  readonly #asked = new WeakSet<TrialInfo>()
  #inFlight = 0

  constructor(intensifier: Intensifier, background: BackgroundWork) {
    this.#intensifier = intensifier
    this.#background = background
  }

  get isExhausted(): boolean {
    return this.#intensifier.isExhausted
  }

  next(n: number): readonly TrialInfo[] {
    this.#background.expect(this.#inFlight)
    const infos = this.#intensifier.next(n)
    for (const info of infos) this.#asked.add(info)
    this.#inFlight += infos.length
    return infos
  }

  told(info: TrialInfo, value: TrialValue): void {
    if (this.#asked.delete(info)) this.#inFlight--
    this.#background.expect(this.#inFlight)
    this.#intensifier.told(info, value)
  }
}
