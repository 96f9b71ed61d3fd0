import { fitKernel } from './fit-kernel.ts'
import { GaussianProcess } from './gaussian-process.ts'
import type { KernelParameters } from './kernel-parameters.ts'

/** The process with the most probable kernel for standardised targets; points must not hold NaN. `start`: an earlier fit's parameters. */
export function fitGaussianProcess(
  points: readonly Float64Array[],
  targets: Float64Array,
  isCategorical: readonly boolean[],
  start: KernelParameters | null,
): GaussianProcess {
  const parameters = fitKernel(pairDistances(points, isCategorical), targets, isCategorical.length, { start, iterations: 50 })
  const process = new GaussianProcess(isCategorical, parameters)
  for (const [at, point] of points.entries()) process.append(point, targets.subarray(at, at + 1))
  return process
}

function pairDistances(points: readonly Float64Array[], isCategorical: readonly boolean[]): Float64Array {
  const features = isCategorical.length
  const distances = new Float64Array(((points.length * (points.length - 1)) / 2) * features)
  let at = 0
  for (let row = 1; row < points.length; row++)
    for (let column = 0; column < row; column++)
      for (let feature = 0; feature < features; feature++) {
        const difference = ((points[row] as Float64Array)[feature] as number) - ((points[column] as Float64Array)[feature] as number)
        distances[at++] = isCategorical[feature] === true ? (difference === 0 ? 0 : 1) : difference * difference
      }
  return distances
}
