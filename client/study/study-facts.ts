import { createHash } from 'node:crypto'
import type { Configuration } from '../../contract/trial.ts'
import { Random } from '../space/index.ts'
import type { Study } from './study.ts'

/** Draws from the space that a fingerprint is made of: they show bounds, weights, conditions and forbidden clauses. */
const DRAWS = 32

/**
 * What decides which trials a run makes, as short fingerprints, by the name of the option: a run can be resumed only with the same.
 * Limits of the run itself (trials, time, cost threshold, workers) may change.
 */
export function studyFacts<C extends Configuration>({
  scenario,
  space,
  optimizer,
}: Pick<Study<C>, 'scenario' | 'space' | 'optimizer'>): Readonly<Record<string, string>> {
  const facts = {
    space: [
      space.parameters.map(({ name, kind, domain, condition }) => [name, kind, domain.expectation, condition?.text ?? null]),
      space.defaultConfiguration(),
      space.sample(new Random(0), DRAWS),
    ],
    objectives: scenario.objectives,
    instances: scenario.instances,
    instanceFeatures: scenario.instanceFeatures,
    budgets: [scenario.minBudget, scenario.maxBudget],
    crashCost: String(scenario.crashCost),
    trialTimeLimitMs: scenario.trialTimeLimitMs,
    trialMemoryLimitMiB: scenario.trialMemoryLimitMiB,
    useDefaultConfiguration: scenario.useDefaultConfiguration,
    seed: scenario.seed,
    deterministic: scenario.deterministic,
    earlyStopping: scenario.earlyStopping,
    optimizer: optimizer ?? null,
  }
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fingerprint(fact)]))
}

const fingerprint = (fact: unknown): string => createHash('sha256').update(JSON.stringify(fact)).digest('hex').slice(0, 16)
