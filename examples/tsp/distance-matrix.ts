import type { Coordinates } from './coordinates.ts'
import type { Metric } from './metric.ts'

type Distance = (x1: number, y1: number, x2: number, y2: number) => number

/** All distances between the cities, as whole numbers, row by row: known optimal tours hold for TSPLIB's rounding only. */
export function distanceMatrix({ metric, x, y }: Coordinates): Int32Array {
  const distance = distanceFunction(metric)
  const size = x.length
  const matrix = new Int32Array(size * size)
  for (const [from, fromX] of x.entries()) {
    for (let to = 0; to < from; to++) {
      const length = distance(fromX, y[from] ?? 0, x[to] ?? 0, y[to] ?? 0)
      matrix[from * size + to] = length
      matrix[to * size + from] = length
    }
  }
  return matrix
}

function distanceFunction(metric: Metric): Distance {
  switch (metric) {
    case 'ATT':
      return pseudoEuclidean
    case 'EUC_2D':
      return euclidean
    case 'GEO':
      return geographical
  }
}

const euclidean: Distance = (x1, y1, x2, y2) => Math.floor(Math.sqrt((x1 - x2) ** 2 + (y1 - y2) ** 2) + 0.5)

const pseudoEuclidean: Distance = (x1, y1, x2, y2) => Math.ceil(Math.sqrt(((x1 - x2) ** 2 + (y1 - y2) ** 2) / 10))

/** Kilometres on the earth's surface, rounded up to the next whole one; latitude and longitude as DDD.MM (degrees, minutes). */
const geographical: Distance = (x1, y1, x2, y2) => {
  const latitude1 = radians(x1)
  const latitude2 = radians(x2)
  const q1 = Math.cos(radians(y1) - radians(y2))
  const q2 = Math.cos(latitude1 - latitude2)
  const q3 = Math.cos(latitude1 + latitude2)
  return Math.trunc(EARTH_RADIUS_KM * Math.acos(0.5 * ((1 + q1) * q2 - (1 - q1) * q3)) + 1)
}

const EARTH_RADIUS_KM = 6378.388
// biome-ignore lint/suspicious/noApproximativeNumericConstant: TSPLIB's own value, by which its distances are defined
const TSPLIB_PI = 3.141592

function radians(degreesAndMinutes: number): number {
  const degrees = Math.trunc(degreesAndMinutes)
  return (TSPLIB_PI * (degrees + (5 * (degreesAndMinutes - degrees)) / 3)) / 180
}
