import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FURTHER_FUNCTIONS, QUALITY_FUNCTIONS } from '../../../../bench/quality/quality-functions.ts'
import { Random } from '../../../../client/space/index.ts'
import type { Configuration } from '../../../../contract/trial.ts'

interface Vector {
  readonly config: Configuration
  readonly seed: number
  readonly instance: number | null
  readonly budget: number | null
  readonly value: number | readonly number[]
  readonly true: number | null
}
interface Reference {
  readonly optimum: number | null
  readonly scale: number | null
  readonly vectors: readonly Vector[]
}

/** Values of the functions' definition in Python. */
const references = JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8')) as Record<string, Reference>

test('every function of the definition is there', () => {
  expect(QUALITY_FUNCTIONS.map(({ name }) => name).sort()).toEqual(Object.keys(references).sort())
})

describe.each(QUALITY_FUNCTIONS)('$name', (quality) => {
  const { optimum, scale, vectors } = references[quality.name]!

  test('gives the values of the definition', () => {
    for (const vector of vectors) {
      const configuration = quality.space.check(vector.config)
      const instance = vector.instance === null ? null : String(vector.instance)
      near(quality.value(configuration, { seed: vector.seed, instance, budget: vector.budget }) ?? [], vector.value)
      if (vector.true !== null) near(quality.truth(configuration), vector.true)
    }
  })

  test('is scaled as the definition is', () => {
    if (optimum !== null) expect(quality.optimum).toBe(optimum)
    if (scale !== null) expect(quality.scale).toBe(scale)
  })
})

describe.each(FURTHER_FUNCTIONS)('$name', ({ space, optimum, scale, truth, value }) => {
  test('the median random configuration has a regret of about 1, and none is below the optimum', () => {
    const runs = space.sample(new Random(5), 400).filter((each) => value(each, { seed: 0, instance: null, budget: null }) !== null)
    const regrets = runs.map((each) => (truth(each) - optimum) / scale).sort((a, b) => a - b)
    expect(regrets[0]).toBeGreaterThanOrEqual(0)
    expect(regrets[regrets.length >> 1]).toBeGreaterThan(0.7)
    expect(regrets[regrets.length >> 1]).toBeLessThan(1.4)
  })
})

function near(got: number | readonly number[], wanted: number | readonly number[]): void {
  const [left, right] = [[got].flat(), [wanted].flat()]
  expect(left).toHaveLength(right.length)
  for (const [index, each] of right.entries()) expect(Math.abs(left[index]! - each)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(each)))
}
