import { boundedMinimum } from '../bounded-minimum.ts'
import { Cholesky, rowStart } from './cholesky.ts'
import { dotProduct } from './dot-product.ts'
import type { KernelParameters } from './kernel-parameters.ts'
import { matern, maternSlope } from './matern.ts'

export interface KernelFitOptions {
  /** Where to begin, beside the middle of the priors. */
  readonly start: KernelParameters | null
  /** Whether to begin at `start` alone. */
  readonly isBrief?: boolean
  readonly iterations: number
}

export interface FittedKernel {
  readonly parameters: KernelParameters
  /** But for a constant: the less, the likelier are the targets. */
  readonly negativeLogPosterior: number
}

const LEAST_WEIGHT = Math.log(1e-4)
const MOST_WEIGHT = Math.log(1e4)
const SIGNAL_BOUND = Math.log(100)
/** In shares of the targets' variance. */
const LEAST_NOISE = Math.log(1e-10)
const MOST_NOISE = Math.log(1)

/**
 * Length scales, signal and noise with the highest posterior density: marginal likelihood (Rasmussen and Williams, 2006, equations 5.8 and 5.9)
 * times priors on each. The priors are Optuna's (`GPSampler`, `optuna._gp.prior`): they keep every feature between "does not matter" and
 * "changes everything", and the noise small until the data say otherwise.
 *
 * `distances` holds, for each pair of points (a later one with each earlier one), one squared distance a feature.
 */
export function fitKernel(distances: Float64Array, targets: Float64Array, features: number, options: KernelFitOptions): FittedKernel {
  const posterior = new NegativeLogPosterior(distances, targets, features)
  const lower = new Float64Array(features + 2).fill(LEAST_WEIGHT)
  const upper = new Float64Array(features + 2).fill(MOST_WEIGHT)
  lower[features] = -SIGNAL_BOUND
  upper[features] = SIGNAL_BOUND
  lower[features + 1] = LEAST_NOISE
  upper[features + 1] = MOST_NOISE
  const { start, isBrief = false } = options
  const starts = start === null ? [neutral(features)] : isBrief ? [logarithms(start)] : [logarithms(start), neutral(features)]
  let best: Float64Array | null = null
  let least = Number.POSITIVE_INFINITY
  for (const x of starts) {
    const value = boundedMinimum((at, gradient) => posterior.value(at, gradient), x, {
      lower,
      upper,
      iterations: options.iterations,
      tolerance: 1e-3,
    })
    if (!(value < least)) continue
    least = value
    best = x
  }
  return { parameters: parameters(best ?? neutral(features), features), negativeLogPosterior: least }
}

/** Length scale 1 in every feature, little noise. */
function neutral(features: number): Float64Array {
  const x = new Float64Array(features + 2)
  x[features + 1] = Math.log(1e-3)
  return x
}

function logarithms({ weights, signal, noise }: KernelParameters): Float64Array {
  return Float64Array.from([...weights, signal, noise], (value) => Math.log(value))
}

function parameters(x: Float64Array, features: number): KernelParameters {
  const values = x.map((value) => Math.exp(value))
  return { weights: values.slice(0, features), signal: values[features] as number, noise: values[features + 1] as number }
}

class NegativeLogPosterior {
  readonly #distances: Float64Array
  readonly #targets: Float64Array
  readonly #features: number
  readonly #size: number
  readonly #kernel: Float64Array
  readonly #slopes: Float64Array
  readonly #inverse: Float64Array
  readonly #work: Float64Array
  readonly #alpha: Float64Array
  readonly #weights: Float64Array
  readonly #cholesky: Cholesky

  constructor(distances: Float64Array, targets: Float64Array, features: number) {
    const size = targets.length
    this.#distances = distances
    this.#targets = targets
    this.#features = features
    this.#size = size
    this.#kernel = new Float64Array(rowStart(size))
    this.#slopes = new Float64Array(rowStart(size))
    this.#inverse = new Float64Array(rowStart(size))
    this.#work = new Float64Array(size * size)
    this.#alpha = new Float64Array(size)
    this.#weights = new Float64Array(features)
    this.#cholesky = new Cholesky(size)
  }

  value(x: Float64Array, gradient: Float64Array): number {
    const features = this.#features
    const size = this.#size
    const signal = Math.exp(x[features] as number)
    const noise = Math.exp(x[features + 1] as number)
    this.#fillKernel(x, signal, noise)
    const cholesky = this.#cholesky
    cholesky.factor(this.#kernel, size)
    cholesky.solveLower(this.#targets, this.#alpha)
    let misfit = 0
    for (let row = 0; row < size; row++) misfit += (this.#alpha[row] as number) ** 2
    cholesky.solveUpper(this.#alpha, this.#alpha)
    cholesky.inverse(this.#inverse, this.#work)
    this.#fillGradient(gradient, signal, noise)
    return 0.5 * (misfit + cholesky.logDeterminant()) + this.#addPriors(x, gradient, signal, noise)
  }

  #fillKernel(x: Float64Array, signal: number, noise: number): void {
    const features = this.#features
    const weights = this.#weights
    for (let feature = 0; feature < features; feature++) weights[feature] = Math.exp(x[feature] as number)
    let pair = 0
    for (let row = 0; row < this.#size; row++) {
      const start = rowStart(row)
      for (let column = 0; column < row; column++, pair += features) {
        const squared = dotProduct(this.#distances, pair, weights, 0, features)
        this.#kernel[start + column] = signal * matern(squared)
        this.#slopes[start + column] = signal * maternSlope(squared)
      }
      this.#kernel[start + row] = signal + noise
    }
  }

  /** ½ tr((K⁻¹ − α·αᵀ) ∂K/∂θ) for each θ. */
  #fillGradient(gradient: Float64Array, signal: number, noise: number): void {
    const features = this.#features
    const alpha = this.#alpha
    const inverse = this.#inverse
    gradient.fill(0)
    let ofSignal = 0
    let ofNoise = 0
    let pair = 0
    for (let row = 0; row < this.#size; row++) {
      const start = rowStart(row)
      const own = alpha[row] as number
      for (let column = 0; column < row; column++, pair += features) {
        const inner = (inverse[start + column] as number) - own * (alpha[column] as number)
        ofSignal += inner * (this.#kernel[start + column] as number)
        const factor = inner * (this.#slopes[start + column] as number)
        for (let feature = 0; feature < features; feature++)
          gradient[feature] = (gradient[feature] as number) + factor * (this.#distances[pair + feature] as number)
      }
      const inner = (inverse[start + row] as number) - own * own
      ofSignal += 0.5 * inner * signal
      ofNoise += 0.5 * inner * noise
    }
    for (let feature = 0; feature < features; feature++)
      gradient[feature] = (gradient[feature] as number) * (this.#weights[feature] as number)
    gradient[features] = ofSignal
    gradient[features + 1] = ofNoise
  }

  #addPriors(x: Float64Array, gradient: Float64Array, signal: number, noise: number): number {
    const features = this.#features
    let sum = 0
    for (let feature = 0; feature < features; feature++) {
      const weight = this.#weights[feature] as number
      sum += 0.1 / weight + 0.1 * weight
      gradient[feature] = (gradient[feature] as number) - 0.1 / weight + 0.1 * weight
    }
    sum += signal - (x[features] as number)
    gradient[features] = (gradient[features] as number) + signal - 1
    sum += 30 * noise - 0.1 * (x[features + 1] as number)
    gradient[features + 1] = (gradient[features + 1] as number) + 30 * noise - 0.1
    return sum
  }
}
