import type { Acquisition } from './acquisition.ts'

/** An acquisition times weights: all are logarithms, so it is their sum. */
export class WeightedAcquisition implements Acquisition {
  readonly #parts: readonly Acquisition[]
  #own = new Float64Array(0)

  constructor(...parts: readonly Acquisition[]) {
    this.#parts = parts
  }

  value(point: Float64Array): number {
    let sum = 0
    for (const part of this.#parts) sum += part.value(point)
    return sum
  }

  withGradient(point: Float64Array, gradient: Float64Array): number {
    if (this.#own.length !== gradient.length) this.#own = new Float64Array(gradient.length)
    const own = this.#own
    let sum = 0
    gradient.fill(0)
    for (const part of this.#parts) {
      sum += part.withGradient(point, own)
      for (let at = 0; at < own.length; at++) gradient[at] = (gradient[at] as number) + (own[at] as number)
    }
    return sum
  }
}
