import { expect, test } from 'vitest'
import { ModelProposer } from '../../../../client/optimizer/index.ts'
import { defineSpace, float, Random } from '../../../../client/space/index.ts'
import { ended } from './ended.ts'

const space = defineSpace({ x: float(0, 1), y: float(0, 1) })
const BUDGETS = { min: 1, max: 27 }

interface Told {
  readonly budget: number
  readonly trials: number
  /** Configurations with an x between these. */
  readonly between: readonly [number, number]
  readonly best: number
}

/** Where a model looks next that was told costs which are least at `best`, by budget. */
function proposedAfter(model: 'gaussian-process' | 'forest', ...told: readonly Told[]): readonly number[] {
  const proposer = new ModelProposer(space, new Random(4), { initial: [], mixedConditions: true, budgets: BUDGETS, model })
  const draws = new Random(9)
  for (const { budget, trials, between, best } of told)
    for (let trial = 0; trial < trials; trial++) {
      const x = between[0] + draws.float() * (between[1] - between[0])
      const y = draws.float()
      // More budget, less cost, wherever it is spent.
      proposer.told({ configuration: { x, y }, budget }, ended((x - best) ** 2 + (y - 0.5) ** 2 + 1 / budget))
    }
  return proposer.propose(3).map(({ x }) => x)
}

test('results at a small budget tell where to look at the greatest', () => {
  const small = { budget: 1, trials: 40, between: [0, 1], best: 0.8 } as const
  const few = { budget: 27, trials: 3, between: [0, 0.3], best: 0.8 } as const
  for (const x of proposedAfter('gaussian-process', small, few)) expect(Math.abs(x - 0.8)).toBeLessThan(0.2)
})

test('how high costs are at a small budget is not taken for how good the configurations are', () => {
  // All that was run at the small budget cost more than all that was run at the great one, and yet the best lies there.
  const small = { budget: 1, trials: 30, between: [0.4, 1], best: 0.8 } as const
  const great = { budget: 27, trials: 15, between: [0, 0.4], best: 0.8 } as const
  for (const x of proposedAfter('gaussian-process', small, great)) expect(x).toBeGreaterThan(0.5)
})

test.each(['gaussian-process', 'forest'] as const)(
  '%s: a small budget that misleads no longer does once the greatest says otherwise',
  (model) => {
    const small = { budget: 1, trials: 30, between: [0, 1], best: 0.1 } as const
    const great = { budget: 27, trials: 25, between: [0, 1], best: 0.8 } as const
    for (const x of proposedAfter(model, small, great)) expect(Math.abs(x - 0.8)).toBeLessThan(0.2)
  },
)

test('a forest learns from a small budget while a greater one has no more results than there are parameters', () => {
  const small = { budget: 1, trials: 40, between: [0, 1], best: 0.8 } as const
  const few = { budget: 27, trials: 2, between: [0, 0.3], best: 0.1 } as const
  for (const x of proposedAfter('forest', small, few)) expect(Math.abs(x - 0.8)).toBeLessThan(0.25)
})
