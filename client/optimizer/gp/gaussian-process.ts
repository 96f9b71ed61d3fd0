import { Cholesky } from './cholesky.ts'
import { dotProduct } from './dot-product.ts'
import type { KernelParameters } from './kernel-parameters.ts'
import { matern, maternSlope } from './matern.ts'

/** What a process says of one point: the mean under each set of targets, and one variance of the function for all. */
export interface GaussianPrediction {
  readonly means: Float64Array
  variance: number
}

interface Parts {
  readonly cholesky: Cholesky
  readonly points: Float64Array[]
  readonly targets: number[][]
}

/** The least variance of a prediction, as a share of the signal's. */
const LEAST_VARIANCE = 1e-12

/**
 * The posterior of a Gaussian process with zero mean (Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006, algorithm 2.1):
 * Matérn 5/2 over numeric features, with 1 as the squared distance of two different categories. Points can be appended, and several sets of
 * targets (fantasies) share one factorization.
 */
export class GaussianProcess {
  readonly parameters: KernelParameters
  readonly #isCategorical: readonly boolean[]
  readonly #cholesky: Cholesky
  readonly #points: Float64Array[]
  readonly #targets: number[][]
  #alphas: Float64Array[] | null = null
  // Of the last prediction, for its gradient.
  #kernel = new Float64Array(64)
  #slopes = new Float64Array(64)
  #whitened = new Float64Array(64)

  /** Points must not hold NaN. */
  constructor(isCategorical: readonly boolean[], parameters: KernelParameters, parts: Parts | null = null) {
    this.#isCategorical = isCategorical
    this.parameters = parameters
    this.#cholesky = parts?.cholesky ?? new Cholesky()
    this.#points = parts?.points ?? []
    this.#targets = parts?.targets ?? [[]]
  }

  get size(): number {
    return this.#points.length
  }

  /** How many sets of targets there are. */
  get sets(): number {
    return this.#targets.length
  }

  get points(): readonly Float64Array[] {
    return this.#points
  }

  /** A copy that is appended to by itself, with the first set of targets `sets` times. */
  branch(sets: number): GaussianProcess {
    return new GaussianProcess(this.#isCategorical, this.parameters, {
      cholesky: this.#cholesky.clone(16),
      points: [...this.#points],
      targets: Array.from({ length: sets }, () => [...(this.#targets[0] as number[])]),
    })
  }

  /** `targets`: one a set. */
  append(point: Float64Array, targets: ArrayLike<number>): void {
    const { signal, noise } = this.parameters
    this.#reserve()
    for (let row = 0; row < this.size; row++) this.#kernel[row] = this.covariance(this.#points[row] as Float64Array, point)
    this.#cholesky.append(this.#kernel, signal + noise)
    this.#points.push(point)
    for (let set = 0; set < this.#targets.length; set++) (this.#targets[set] as number[]).push(targets[set] as number)
    this.#alphas = null
  }

  /** Of the function, without noise. */
  covariance(a: Float64Array, b: Float64Array): number {
    return this.parameters.signal * matern(this.#squaredDistance(a, b))
  }

  /** Under the first set of targets; `predict` gives the variance too, which takes as many times longer as there are points. */
  mean(point: Float64Array): number {
    const alpha = this.#solved()[0] as Float64Array
    this.#reserve()
    for (let row = 0; row < this.size; row++) this.#kernel[row] = this.covariance(this.#points[row] as Float64Array, point)
    return dotProduct(this.#kernel, 0, alpha, 0, this.size)
  }

  predict(point: Float64Array, prediction: GaussianPrediction): void {
    const { signal } = this.parameters
    const { size } = this
    const alphas = this.#solved()
    this.#reserve()
    const kernel = this.#kernel
    for (let row = 0; row < size; row++) {
      const squared = this.#squaredDistance(this.#points[row] as Float64Array, point)
      kernel[row] = signal * matern(squared)
      this.#slopes[row] = squared
    }
    for (let set = 0; set < alphas.length; set++) prediction.means[set] = dotProduct(kernel, 0, alphas[set] as Float64Array, 0, size)
    this.#cholesky.solveLower(kernel, this.#whitened)
    prediction.variance = Math.max(signal * LEAST_VARIANCE, signal - dotProduct(this.#whitened, 0, this.#whitened, 0, size))
  }

  /**
   * At the point of the last prediction: the gradient by its numeric features of Σ ofMeans·mean + ofVariance·variance; 0 for categorical ones.
   */
  gradient(point: Float64Array, ofMeans: Float64Array, ofVariance: number, gradient: Float64Array): void {
    const { signal, weights } = this.parameters
    const { size } = this
    const alphas = this.#solved()
    gradient.fill(0)
    this.#cholesky.solveUpper(this.#whitened, this.#whitened)
    for (let row = 0; row < size; row++) {
      let factor = -2 * ofVariance * (this.#whitened[row] as number)
      for (let set = 0; set < alphas.length; set++) factor += (ofMeans[set] as number) * ((alphas[set] as Float64Array)[row] as number)
      factor *= 2 * signal * maternSlope(this.#slopes[row] as number)
      const other = this.#points[row] as Float64Array
      for (let feature = 0; feature < point.length; feature++)
        gradient[feature] = (gradient[feature] as number) + factor * ((point[feature] as number) - (other[feature] as number))
    }
    for (let feature = 0; feature < point.length; feature++)
      gradient[feature] = this.#isCategorical[feature] === true ? 0 : (gradient[feature] as number) * (weights[feature] as number)
  }

  /** At the point of the last prediction, into `vector`: L⁻¹·k, for covariances between predictions: cov(a, b) = k(a, b) − whitened(a)·whitened(b). */
  whitened(vector: Float64Array): void {
    vector.set(this.#whitened.subarray(0, this.size))
  }

  #squaredDistance(a: Float64Array, b: Float64Array): number {
    const { weights } = this.parameters
    let sum = 0
    for (let feature = 0; feature < a.length; feature++) {
      const difference = (a[feature] as number) - (b[feature] as number)
      if (this.#isCategorical[feature] === true) {
        if (difference !== 0) sum += weights[feature] as number
      } else sum += (weights[feature] as number) * difference * difference
    }
    return sum
  }

  #solved(): readonly Float64Array[] {
    this.#alphas ??= this.#targets.map((targets) => {
      const alpha = Float64Array.from(targets)
      this.#cholesky.solveLower(alpha, alpha)
      this.#cholesky.solveUpper(alpha, alpha)
      return alpha
    })
    return this.#alphas
  }

  #reserve(): void {
    if (this.#kernel.length >= this.size + 1) return
    const room = 2 * (this.size + 1)
    this.#kernel = new Float64Array(room)
    this.#slopes = new Float64Array(room)
    this.#whitened = new Float64Array(room)
  }
}
