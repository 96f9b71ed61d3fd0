import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RandomProposer } from '../../../../client/optimizer/index.ts'
import { categorical, configurationKey, defineSpace, float, integer, Random, SpaceError, when } from '../../../../client/space/index.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { Configuration, TrialValue } from '../../../../contract/trial.ts'
import { anySpace } from '../space/any-space.ts'

const value: TrialValue = {
  status: StatusType.SUCCESS,
  cost: 1,
  runtimeMs: 1,
  cpuTimeMs: 1,
  startedAt: 0,
  endedAt: 1,
  additionalInfo: {},
  worker: null,
  attempt: 1,
}
const space = defineSpace({ x: float(0, 1), n: integer(1, 100) })
const finite = defineSpace({ a: integer(1, 5), b: categorical(['x', 'y'], { weights: [1, 10_000] }), c: when({ b: 'y' }, integer(1, 3)) })

test.each(['sobol', 'uniform'] as const)('%s: legal, never twice, the default first, in any space and any portions', (draws) => {
  fc.assert(
    fc.property(anySpace, fc.integer(), fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 5 }), (any, seed, portions) => {
      try {
        const proposer = new RandomProposer(any.space, new Random(seed), { draws })
        const all = portions.flatMap((n) => proposer.propose(n))
        expect(new Set(all.map((each) => configurationKey(any.space.check(each)))).size).toBe(all.length)
        if (all.length > 0) expect(all[0]).toEqual(any.space.defaultConfiguration())
        const wanted = portions.reduce((sum, n) => sum + n, 0)
        if (all.length < wanted) expect([proposer.exhausted, all.length]).toEqual([true, any.space.size()])
      } catch (error) {
        if (!(error instanceof SpaceError && /were all forbidden|draws gave no/.test(error.message))) throw error
      }
    }),
    { seed: 1, numRuns: 200 },
  )
})

test('uses up a finite space, unlikely configurations too, and says so', () => {
  const proposer = new RandomProposer(finite, new Random(1))
  expect(proposer.propose(19)).toHaveLength(19)
  expect(proposer.exhausted).toBe(false)
  expect(proposer.propose(5)).toHaveLength(1)
  expect(proposer.exhausted).toBe(true)
  expect(proposer.propose(1)).toEqual([])
})

test('proposes the same for the same seed, in whatever portions', () => {
  const together = new RandomProposer(space, new Random(9)).propose(12)
  const proposer = new RandomProposer(space, new Random(9))
  expect([...proposer.propose(5), ...proposer.propose(7)]).toEqual(together)
  expect(new RandomProposer(space, new Random(8)).propose(12)).not.toEqual(together)
})

test('leaves out what was told, so that a resumed run goes on where it was', () => {
  const [first, second, third, ...rest] = new RandomProposer(space, new Random(9)).propose(8)
  const resumed = new RandomProposer(space, new Random(9))
  for (const configuration of [third, first, second] as Configuration[]) resumed.told({ configuration }, value)
  expect(resumed.propose(5)).toEqual(rest)
})

test('starts with the initial configurations given, once each', () => {
  const initial = [
    { x: 0.5, n: 7 },
    { x: 0.25, n: 7 },
    { n: 7, x: 0.5 },
  ]
  expect(new RandomProposer(space, new Random(1), { initial }).propose(3).slice(0, 2)).toEqual(initial.slice(0, 2))
  expect(() => new RandomProposer(space, new Random(1), { initial: [{ x: 2, n: 1 }] })).toThrow(
    'parameter "x": expected a number from 0 to 1',
  )
  expect(new RandomProposer(space, new Random(1), { initial: [] }).propose(1)[0]).not.toEqual(space.defaultConfiguration())
})

test('refuses to be told of a configuration that is not of this space', () => {
  expect(() => new RandomProposer(space, new Random(1)).told({ configuration: { y: 1 } })).toThrow('parameter "y"')
})

test('says what it draws', () => {
  const wide = defineSpace(Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`x${i}`, float(0, 1)])))
  expect(new RandomProposer(space, new Random(1)).description).toBe('scrambled Sobol points')
  expect(new RandomProposer(space, new Random(1), { draws: 'uniform' }).description).toBe('uniform draws')
  expect(new RandomProposer(wide, new Random(1)).description).toBe('uniform draws, as the Sobol table ends at 200 dimensions')
  expect(new RandomProposer(wide, new Random(1)).propose(3)).toHaveLength(3)
})
