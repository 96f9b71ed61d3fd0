import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ModelProposer } from '../../../../client/optimizer/index.ts'
import { configurationKey, Random } from '../../../../client/space/index.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { Configuration } from '../../../../contract/trial.ts'
import { anySpace } from '../space/any-space.ts'
import { ended } from './ended.ts'

const anyCost = fc.oneof(
  fc.double({ min: -10, max: 10, noNaN: true }),
  fc.constantFrom(0, 1, -1e300, 1e300, 1e-300, Number.POSITIVE_INFINITY, Number.NaN),
)
const anyStatus = fc.constantFrom(StatusType.SUCCESS, StatusType.SUCCESS, StatusType.CRASHED, StatusType.TIMEOUT, StatusType.MEMORYOUT)
/** Proposals, results of what is pending (a number picks it), results of what was told before, results of what was never proposed. */
const anyStep = fc.oneof(
  fc.record({ kind: fc.constant('propose'), n: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('tell'), pick: fc.nat(), cost: anyCost, status: anyStatus }),
  fc.record({ kind: fc.constantFrom('again', 'stranger'), pick: fc.nat(), cost: anyCost, status: anyStatus }),
)

const models = [
  ['auto', 1, null],
  ['auto', 2, null],
  ['auto', 3, null],
  ['forest', 1, null],
  ['forest', 2, null],
  ['auto', 1, { min: 1, max: 9 }],
  ['auto', 2, { min: 1, max: 9 }],
  ['forest', 1, { min: 1, max: 9 }],
] as const

test.each(models)(
  '%s, %d objective(s), budgets %o: any space, results, statuses and orders give legal configurations, each once',
  (model, objectives, budgets) => {
    fc.assert(
      fc.property(anySpace, fc.array(anyStep, { minLength: 5, maxLength: 25 }), fc.nat(), ({ space }, steps, seed) => {
        const proposer = new ModelProposer(space, new Random(seed), {
          model,
          objectives,
          trials: 16,
          mixedConditions: budgets !== null,
          budgets,
        })
        const strangers = new Random(seed + 1)
        const pending: Configuration[] = []
        const told: Configuration[] = []
        const seen = new Set<string>()
        for (const step of steps) {
          if (step.kind === 'propose') {
            const proposed = proposer.propose(step.n)
            expect(proposed.length === step.n || proposer.exhausted).toBe(true)
            for (const configuration of proposed) {
              space.check(configuration)
              const before = seen.size
              expect(seen.add(configurationKey(configuration)).size).toBe(before + 1)
              pending.push(configuration)
            }
            continue
          }
          const from = step.kind === 'tell' ? pending : step.kind === 'again' ? told : space.sample(strangers, 1)
          if (from.length === 0) continue
          const configuration = from[step.pick % from.length]!
          if (step.kind === 'tell') pending.splice(pending.indexOf(configuration), 1)
          told.push(configuration)
          seen.add(configurationKey(configuration))
          proposer.told(
            { configuration, budget: budgets === null ? null : 3 ** (step.pick % 3) },
            ended(objectives === 1 ? step.cost : [step.cost, -step.cost, 1].slice(0, objectives), step.status),
          )
        }
      }),
      { numRuns: 20, seed: 5 },
    )
  },
)
