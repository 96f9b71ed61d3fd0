import { describe, expect, test } from 'vitest'
import { ACQUISITION_FUNCTIONS } from '../../../../../client/optimizer/acquisition/acquisition-functions.ts'
import { GaussianAcquisition } from '../../../../../client/optimizer/gp/gaussian-acquisition.ts'
import { GaussianFit } from '../../../../../client/optimizer/gp/gaussian-fit.ts'
import { GaussianProcess } from '../../../../../client/optimizer/gp/gaussian-process.ts'
import { Random } from '../../../../../client/space/index.ts'

const points = (n: number, features: number, random: Random): Float64Array[] =>
  Array.from({ length: n }, () => Float64Array.from({ length: features }, () => random.float()))

function fitGaussianProcess(all: readonly Float64Array[], targets: Float64Array, isCategorical: readonly boolean[]): GaussianProcess {
  return new GaussianFit(isCategorical).fit(
    all.map((point) => ({ configuration: {}, point, costs: null, successShare: 0, logDuration: Number.NaN })),
    targets,
  )
}

function predict(process: GaussianProcess, point: Float64Array): { mean: number; variance: number } {
  const prediction = { means: new Float64Array(process.sets), variance: 0 }
  process.predict(point, prediction)
  return { mean: prediction.means[0]!, variance: prediction.variance }
}

describe('the posterior', () => {
  test('of one observation is the textbook formula', () => {
    const process = new GaussianProcess([false], { weights: Float64Array.of(4), signal: 2, noise: 0.5 })
    process.append(Float64Array.of(0.25), [1])
    const s = Math.sqrt(5 * 4 * 0.5 ** 2)
    const covariance = 2 * (1 + s + s ** 2 / 3) * Math.exp(-s)
    const { mean, variance } = predict(process, Float64Array.of(0.75))
    expect(mean).toBeCloseTo(covariance / 2.5, 12)
    expect(variance).toBeCloseTo(2 - covariance ** 2 / 2.5, 12)
  })

  test('without noise goes through the observations, and knows nothing of another category far away', () => {
    const process = new GaussianProcess([false, true], { weights: Float64Array.of(1, 1e4), signal: 3, noise: 1e-9 })
    process.append(Float64Array.of(0.2, 0), [1.5])
    process.append(Float64Array.of(0.9, 0), [-0.5])
    expect(predict(process, Float64Array.of(0.2, 0)).mean).toBeCloseTo(1.5, 6)
    expect(predict(process, Float64Array.of(0.9, 0)).variance).toBeLessThan(1e-6)
    const other = predict(process, Float64Array.of(0.2, 1))
    expect(other.mean).toBeCloseTo(0, 6)
    expect(other.variance).toBeCloseTo(3, 6)
  })

  test('a branch with a point appended is what a process with all points says; the trunk stays', () => {
    const random = new Random(3)
    const all = points(12, 3, random)
    const kinds = [false, false, false]
    const parameters = { weights: Float64Array.of(1, 5, 0.3), signal: 1.2, noise: 0.01 }
    const trunk = new GaussianProcess(kinds, parameters)
    const whole = new GaussianProcess(kinds, parameters)
    for (const [k, point] of all.entries()) {
      if (k < 11) trunk.append(point, [k])
      whole.append(point, [k])
    }
    const before = predict(trunk, Float64Array.of(0.1, 0.2, 0.3))
    const branch = trunk.branch(2)
    branch.append(all[11]!, [11, -11])
    expect(predict(branch, Float64Array.of(0.1, 0.2, 0.3))).toEqual(predict(whole, Float64Array.of(0.1, 0.2, 0.3)))
    expect(predict(trunk, Float64Array.of(0.1, 0.2, 0.3))).toEqual(before)
  })
})

describe('the fit', () => {
  test('finds out which feature matters, and how much noise there is', () => {
    const random = new Random(4)
    const all = points(80, 2, random)
    const costs = Float64Array.from(all, ([x]) => Math.sqrt(2) * Math.sin(6 * x!) + 0.3 * random.normal())
    const { parameters } = fitGaussianProcess(all, costs, [false, false])
    expect(parameters.weights[0]).toBeGreaterThan(10 * parameters.weights[1]!)
    expect(Math.sqrt(parameters.noise)).toBeGreaterThan(0.2)
    expect(Math.sqrt(parameters.noise)).toBeLessThan(0.4)
  })

  test('of exact values learns that there is no noise, and predicts what it has not seen', () => {
    const random = new Random(5)
    const all = points(40, 2, random)
    const value = ([x, y]: Float64Array): number => Math.cos(3 * x!) + y! ** 2
    const process = fitGaussianProcess(all, Float64Array.from(all, value), [false, false])
    expect(process.parameters.noise).toBeLessThan(1e-3)
    const mean = all.reduce((sum, point) => sum + value(point) / all.length, 0)
    const spread = Math.sqrt(all.reduce((sum, point) => sum + (value(point) - mean) ** 2 / all.length, 0))
    for (const point of points(20, 2, random))
      expect(Math.abs(mean + spread * predict(process, point).mean - value(point))).toBeLessThan(0.05)
  })

  test('equal costs, equal points and a single observation are no trouble', () => {
    const same = Float64Array.of(0.5, 1)
    for (const all of [[same], [same, same, same], points(6, 2, new Random(6))]) {
      const process = fitGaussianProcess(all, new Float64Array(all.length), [false, true])
      const { mean, variance } = predict(process, Float64Array.of(0.1, 0))
      expect(mean).toBeCloseTo(0, 9)
      expect(variance).toBeGreaterThan(0)
    }
  })
})

test.each(['log-ei', 'ei', 'pi', 'lcb'] as const)(
  '%s: the gradient is the slope, in the numeric features; several sets of targets are averaged',
  (name) => {
    const random = new Random(7)
    const process = new GaussianProcess([false, true, false], { weights: Float64Array.of(3, 1, 8), signal: 1, noise: 0.01 }).branch(3)
    for (const point of points(15, 3, random)) {
      point[1] = random.integer(3)
      process.append(point, [random.normal(), random.normal(), random.normal()])
    }
    const acquisition = new GaussianAcquisition(process, [false, true, false], Float64Array.of(-1, -1.5, -4), ACQUISITION_FUNCTIONS[name])
    const gradient = new Float64Array(3)
    for (const point of points(10, 3, random)) {
      point[1] = 1
      const value = acquisition.withGradient(point, gradient)
      expect(value).toBe(acquisition.value(point))
      for (const at of [0, 2]) {
        const step = (by: number): number => acquisition.value(point.with(at, point[at]! + by))
        const slope = (step(1e-5) - step(-1e-5)) / 2e-5
        expect(Math.abs(gradient[at]! - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)))
      }
      expect(gradient[1]).toBe(0)
    }
  },
)
