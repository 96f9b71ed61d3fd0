import { expect, test } from 'vitest'
import { hypervolume } from '../../../../../client/optimizer/index.ts'
import { logHypervolumeImprovement } from '../../../../../client/optimizer/multi-objective/log-hypervolume-improvement.ts'
import { meanAggregation } from '../../../../../client/optimizer/multi-objective/mean-aggregation.ts'
import { parego } from '../../../../../client/optimizer/multi-objective/parego.ts'
import { staircase } from '../../../../../client/optimizer/multi-objective/staircase.ts'
import { Random } from '../../../../../client/space/index.ts'

test('the volume of one, two and three objectives, with dominated points and points beyond the reference', () => {
  expect(hypervolume([[3], [1], [9]], [5])).toBe(4)
  expect(hypervolume([], [5, 5])).toBe(0)
  const front = [
    [1, 3],
    [2, 2],
    [3, 3],
    [3, 1],
    [9, 0],
  ]
  expect(hypervolume(front, [4, 4])).toBe(6)
  expect(hypervolume([[0, 0, 0], ...front.map((point) => [...point, 3])], [4, 4, 4])).toBe(64)
  expect(
    hypervolume(
      front.map((point) => [...point, 3]),
      [4, 4, 4],
    ),
  ).toBe(6)
})

test('the expected improvement is the mean growth of the volume over many draws', () => {
  const random = new Random(1)
  const reference = [1, 1] as const
  const front = [
    [0.2, 0.8],
    [0.4, 0.7],
    [0.5, 0.2],
    [0.9, 0.1],
    [0.6, 0.6],
  ] as const
  const result = { log: 0, ofMeans: [0, 0] as [number, number], ofDeviations: [0, 0] as [number, number] }
  const before = hypervolume(front, reference)
  for (const [means, deviations] of [
    [
      [0.3, 0.5],
      [0.2, 0.3],
    ],
    [
      [0.7, 0.3],
      [0.1, 0.1],
    ],
    [
      [-0.2, 0.9],
      [0.5, 0.2],
    ],
  ] as const) {
    logHypervolumeImprovement(staircase(front, reference), means, deviations, result)
    let sum = 0
    const draws = 40_000
    for (let k = 0; k < draws; k++) {
      const point = [means[0] + deviations[0] * random.normal(), means[1] + deviations[1] * random.normal()]
      sum += hypervolume([...front, point], reference) - before
    }
    expect(Math.exp(result.log) / (sum / draws)).toBeGreaterThan(0.96)
    expect(Math.exp(result.log) / (sum / draws)).toBeLessThan(1.04)
  }
})

test('its derivatives are slopes, also where an improvement is all but impossible', () => {
  const stairs = staircase(
    [
      [0.2, 0.8],
      [0.5, 0.2],
    ],
    [1, 1],
  )
  const at = (means: [number, number], deviations: [number, number]) => {
    const result = { log: 0, ofMeans: [0, 0] as [number, number], ofDeviations: [0, 0] as [number, number] }
    logHypervolumeImprovement(stairs, means, deviations, result)
    return result
  }
  for (const [means, deviations] of [
    [
      [0.4, 0.4],
      [0.1, 0.2],
    ],
    [
      [3, 4],
      [0.1, 0.1],
    ],
  ] as [[number, number], [number, number]][]) {
    const { ofMeans, ofDeviations, log } = at(means, deviations)
    expect(Number.isFinite(log)).toBe(true)
    for (const objective of [0, 1] as const) {
      const moved = (list: [number, number], by: number): [number, number] => list.with(objective, list[objective] + by) as [number, number]
      const byMean = (at(moved(means, 1e-6), deviations).log - at(moved(means, -1e-6), deviations).log) / 2e-6
      const byDeviation = (at(means, moved(deviations, 1e-6)).log - at(means, moved(deviations, -1e-6)).log) / 2e-6
      expect(Math.abs(ofMeans[objective] / byMean - 1)).toBeLessThan(1e-3)
      expect(Math.abs(ofDeviations[objective] / byDeviation - 1)).toBeLessThan(1e-3)
    }
  }
})

test('scalarizations: the weighted mean orders by it, ParEGO weighs anew every time', () => {
  const columns = [Float64Array.of(0, 1, 2), Float64Array.of(2, 1, 0)]
  const random = new Random(2)
  const order = (column: Float64Array): number[] => [0, 1, 2].sort((a, b) => column[a]! - column[b]!)
  expect(order(meanAggregation([3, 1]).combine(columns, random))).toEqual([0, 1, 2])
  expect(order(meanAggregation([1, 3]).combine(columns, random))).toEqual([2, 1, 0])
  const firsts = new Set(Array.from({ length: 50 }, () => order(parego.combine(columns, random))[0]))
  expect([...firsts].sort()).toEqual([0, 1, 2])
})
