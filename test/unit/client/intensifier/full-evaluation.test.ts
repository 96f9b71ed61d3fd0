import { expect, test } from 'vitest'
import { FullEvaluation } from '../../../../client/intensifier/full-evaluation.ts'

/** Proposes x = 1, 2, … up to `most`. */
function source(most: number) {
  let last = 0
  return {
    propose: (n: number) => Array.from({ length: Math.min(n, most - last) }, () => ({ x: ++last })),
    told: () => {},
    get exhausted() {
      return last >= most
    },
  }
}

const brief = (intensifier: FullEvaluation, n: number): string[] =>
  intensifier.next(n).map(({ configuration, instance, seed, budget }) => `${configuration.x}${instance ?? '-'} ${seed} ${budget}`)

test('runs one configuration on every instance before the next, however many trials are asked for at a time', () => {
  const intensifier = new FullEvaluation(source(3), { instances: ['a', 'b'], seed: 7, budget: null })
  expect(brief(intensifier, 1)).toEqual(['1a 7 null'])
  expect(brief(intensifier, 4)).toEqual(['1b 7 null', '2a 7 null', '2b 7 null', '3a 7 null'])
  expect(intensifier.isExhausted).toBe(false)
  expect(brief(intensifier, 9)).toEqual(['3b 7 null'])
  expect(intensifier.isExhausted).toBe(true)
  expect(intensifier.next(1)).toEqual([])
})

test('without instances a configuration is one trial, at the budget', () => {
  const intensifier = new FullEvaluation(source(2), { instances: null, seed: 0, budget: 9 })
  expect(brief(intensifier, 5)).toEqual(['1- 0 9', '2- 0 9'])
})
