import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RunHistory } from '../../../../client/history/index.ts'
import { StatusType } from '../../../../contract/status.ts'
import { finished } from './finished.ts'

const anyTrial = fc.record({
  x: fc.integer({ min: 1, max: 6 }),
  instance: fc.constantFrom('1', '2', '3', null),
  seed: fc.constantFrom(1, 2, null),
  budget: fc.constantFrom(1, 3, null),
  status: fc.constantFrom(StatusType.SUCCESS, StatusType.SUCCESS, StatusType.CRASHED, StatusType.TIMEOUT, StatusType.MEMORYOUT),
  cost: fc.oneof(fc.integer({ min: -5, max: 20 }), fc.constantFrom(Infinity, Number.NaN)),
})

test('any order of results, statuses and duplicates: no exception, and the incumbent has a success and a finite mean', () => {
  fc.assert(
    fc.property(fc.array(anyTrial, { maxLength: 60 }), (trials) => {
      const history = new RunHistory({ objectives: ['cost'] })
      for (const { x, status, cost, ...info } of trials) {
        history.add({ configuration: { x }, ...info }, finished(cost, { status }))
        const incumbent = history.incumbent()
        if (incumbent === null) continue
        expect(incumbent.costs[0]).toBeLessThan(Infinity)
        const own = [...history].filter((record) => record.configurationId === incumbent.configurationId)
        expect(own.some(({ outcome }) => outcome.status === StatusType.SUCCESS)).toBe(true)
        expect(history.trajectory().at(-1)?.configurationId).toBe(incumbent.configurationId)
      }
      const counts = history.counts()
      expect(counts.SUCCESS + counts.CRASHED + counts.TIMEOUT + counts.MEMORYOUT).toBe(trials.length)
    }),
    { seed: 1, numRuns: 500 },
  )
})

test('when all are evaluated on the same instances, the incumbent has the lowest mean, in any order of results', () => {
  const anyCosts = fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 7 })
  fc.assert(
    fc.property(anyCosts, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (costs, order) => {
      const trials = costs.flatMap((row, x) => row.map((cost, instance) => ({ x, instance, cost, at: order.next().value ?? 0 })))
      const history = new RunHistory({ objectives: ['cost'] })
      for (const { x, instance, cost } of trials.sort((one, other) => one.at - other.at))
        history.add({ configuration: { x }, instance: `${instance}` }, finished(cost))
      const best = Math.min(...costs.map((row) => row.reduce((sum, cost) => sum + cost, 0) / row.length))
      expect(history.incumbent()).toMatchObject({ costs: [best], evaluations: 4 })
    }),
    { seed: 2, numRuns: 500 },
  )
})

test('the front is what a comparison of each with each leaves', () => {
  const anyCosts = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 })), {
    maxLength: 40,
  })
  fc.assert(
    fc.property(anyCosts, (costs) => {
      const history = new RunHistory({ objectives: ['a', 'b', 'c'] })
      costs.forEach((cost, x) => {
        history.add({ configuration: { x } }, finished(cost))
      })
      const dominated = (one: readonly number[]): boolean =>
        costs.some((other) => other.every((cost, i) => cost <= one[i]!) && other.some((cost, i) => cost < one[i]!))
      const expected = costs.flatMap((cost, x) => (dominated(cost) ? [] : [x + 1]))
      expect(history.paretoFront().map(({ configurationId }) => configurationId)).toEqual(expected)
    }),
    { seed: 3, numRuns: 300 },
  )
})
