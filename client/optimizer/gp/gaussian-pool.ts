import type { AcquisitionFunction } from '../acquisition/acquisition-function.ts'
import { dotProduct } from './dot-product.ts'
import type { GaussianProcess } from './gaussian-process.ts'

interface Member {
  readonly input: Float64Array
  /** L⁻¹·k, one element longer with every point that is taken. */
  readonly whitened: Float64Array
  /** What the acquisition is multiplied by, as a logarithm. */
  readonly bonus: number
  readonly means: Float64Array
  variance: number
  isTaken: boolean
}

interface PoolAcquisition {
  readonly function: AcquisitionFunction
  /** By input: what its acquisition is multiplied by, as a logarithm. */
  readonly bonuses: readonly number[]
}

/**
 * Candidates whose predictions are kept up to date while some of them are taken and count as pending: a step costs one row of the
 * factorization for each candidate, where a search would cost hundreds of predictions.
 */
export class GaussianPool {
  readonly #process: GaussianProcess
  readonly #best: Float64Array
  readonly #members: Member[]
  readonly #function: AcquisitionFunction
  readonly #result = { value: 0, ofMean: 0, ofDeviation: 0 }
  #rows: number

  /** At most `room` members can be taken. Nothing in the inputs may be NaN; `best` is read at every step. */
  constructor(process: GaussianProcess, inputs: readonly Float64Array[], best: Float64Array, room: number, acquisition: PoolAcquisition) {
    this.#function = acquisition.function
    this.#process = process
    this.#best = best
    this.#rows = process.size
    const prediction = { means: new Float64Array(process.sets), variance: 0 }
    const width = process.size + room
    // One allocation, which the system has back as a whole.
    const vectors = new Float64Array(inputs.length * width)
    this.#members = inputs.map((input, place) => {
      process.predict(input, prediction)
      const { means, variance } = prediction
      const whitened = vectors.subarray(place * width, (place + 1) * width)
      process.whitened(whitened)
      return {
        input,
        whitened,
        means: means.slice(),
        variance,
        bonus: acquisition.bonuses[place] as number,
        isTaken: false,
      }
    })
  }

  /** The place of the member with the highest acquisition, or null when all are taken. */
  highest(): number | null {
    let highest: number | null = null
    let most = Number.NEGATIVE_INFINITY
    for (const [place, member] of this.#members.entries()) {
      if (member.isTaken) continue
      const value = this.#value(member)
      if (highest !== null && !(value > most)) continue
      highest = place
      most = value
    }
    return highest
  }

  prediction(place: number): { readonly means: Float64Array; readonly variance: number } {
    return this.#members[place] as Member
  }

  /** The member counts as pending, with these results (one a set). */
  take(place: number, results: Float64Array): void {
    const taken = this.#members[place] as Member
    taken.isTaken = true
    const { means, variance } = taken
    const total = Math.sqrt(variance + this.#process.parameters.noise)
    const surprise = results.map((result, set) => (result - (means[set] as number)) / total)
    for (const member of this.#members) {
      if (member.isTaken) continue
      const shared = dotProduct(member.whitened, 0, taken.whitened, 0, this.#rows)
      const row = (this.#process.covariance(member.input, taken.input) - shared) / total
      member.whitened[this.#rows] = row
      member.variance = Math.max(1e-12, member.variance - row * row)
      for (let set = 0; set < surprise.length; set++) member.means[set] = (member.means[set] as number) + row * (surprise[set] as number)
    }
    taken.whitened[this.#rows] = total
    this.#rows++
  }

  /** As `GaussianAcquisition` has it: of several sets, the logarithm of the mean of the exponentials. */
  #value({ means, variance, bonus }: Member): number {
    const deviation = Math.sqrt(variance)
    let most = Number.NEGATIVE_INFINITY
    let sum = 0
    for (let set = 0; set < means.length; set++) {
      this.#function.evaluate(means[set] as number, deviation, this.#best[set] as number, this.#result)
      const { value } = this.#result
      if (value > most) {
        sum = sum * Math.exp(most - value) + 1
        most = value
      } else sum += Math.exp(value - most)
    }
    return most + Math.log(sum) + bonus
  }
}
