import { describe, expect, test } from 'vitest'
import type { TrialContext } from '../../../../contract/target.ts'
import type { HeuristicParameters } from '../../../../examples/tsp/heuristic-parameters.ts'
import { loadInstances } from '../../../../examples/tsp/load-instances.ts'
import study from '../../../../examples/tsp/study.ts'
import target from '../../../../examples/tsp/target.ts'
import type { TspInstance } from '../../../../examples/tsp/tsp-instance.ts'

const data = await loadInstances(24)
type Context = TrialContext<Readonly<Record<string, TspInstance>>>

const plainest = study.space.defaultConfiguration()
const good: HeuristicParameters = { ...plainest, moves: 'both', segment: 3, kick: 'double-bridge', reach: 50 }

async function run(parameters: HeuristicParameters, context: Partial<Context> = {}) {
  const signal = new AbortController().signal
  const complete: Context = { instance: 'pcb442', features: null, seed: 1, budget: null, data, signal, report() {}, log() {}, ...context }
  const [cost, info] = (await target(parameters, complete)) as [number, { length: number; rounds: number; steps: number }]
  return { cost, ...info }
}

describe.each(study.scenario.instances!)('%s', (instance) => {
  test('the plainest configuration comes near the optimum, a better one much nearer', async () => {
    const byDefault = await run(plainest, { instance })
    const better = await run(good, { instance })
    expect(byDefault.cost).toBeLessThan(4)
    expect(better.cost).toBeLessThan(byDefault.cost - 0.5)
    expect(better.cost).toBeGreaterThanOrEqual(0)
    expect(byDefault.cost).toBeCloseTo((byDefault.length / data[instance]!.optimum - 1) * 100, 10)
    expect(byDefault.steps / 12_000_000).toBeCloseTo(1, 2)
  })
})

test('the same trial costs the same, another seed another cost', async () => {
  const first = await run(good, { budget: 0.05 })
  expect(await run(good, { budget: 0.05 })).toEqual(first)
  expect((await run(good, { budget: 0.05, seed: 2 })).length).not.toBe(first.length)
})

test('the budget is the share of the work', async () => {
  const { steps } = await run(plainest, { budget: 0.1 })
  expect(steps / 1_200_000).toBeCloseTo(1, 2)
})

test('data is left as it is', async () => {
  const before = structuredClone(data.pcb442)
  await run(good, { budget: 0.05 })
  expect(data.pcb442).toEqual(before)
})

test.each(['pcb443', null])('an instance that is not in the data is refused: %s', async (instance) => {
  await expect(run(plainest, { instance })).rejects.toThrow(`expected one of att532, pcb442, gr666 as the instance, got ${instance}`)
})
