import type { Configuration } from '../../contract/trial.ts'
import { AsyncHalvingSchedule } from '../intensifier/async-halving-schedule.ts'
import { BracketSchedule } from '../intensifier/bracket-schedule.ts'
import type { ConfigurationSource } from '../intensifier/configuration-source.ts'
import { Halving } from '../intensifier/halving.ts'
import { type BudgetRange, hyperbandBrackets, rungBudgets } from '../intensifier/halving-rungs.ts'
import type { HalvingSchedule } from '../intensifier/halving-schedule.ts'
import type { FacadeContext, FacadeParts } from './facade-parts.ts'
import { StudyError } from './study-error.ts'

export interface HalvingOptions {
  /** Each stage keeps 1/eta of the configurations, at eta times the budget. Default: 3. */
  readonly eta?: number | undefined
  /** How configurations are promoted. Default: `hyperband`; `successive-halving` is its most aggressive bracket alone. */
  readonly halving?: 'hyperband' | 'successive-halving' | 'asynchronous' | undefined
}

export const HALVING_OPTIONS = ['eta', 'halving'] as const
const KINDS = ['hyperband', 'successive-halving', 'asynchronous']

/** What the multi-fidelity facades have in common. @throws StudyError without budgets, or for an option that is wrong */
export function halvingParts<C extends Configuration>(
  where: string,
  { scenario: { minBudget, maxBudget, instances, deterministic }, random, read, observed }: FacadeContext<C>,
  source: ConfigurationSource,
): FacadeParts {
  if (minBudget === null || maxBudget === null || minBudget >= maxBudget) {
    const got = minBudget === null ? 'none' : `${minBudget} and ${maxBudget}`
    throw new StudyError(where, 'minBudget', `expected a minBudget below the maxBudget in the scenario, got ${got}`)
  }
  const eta = read.value('eta') ?? 3
  if (typeof eta !== 'number' || !Number.isFinite(eta) || eta <= 1) throw read.fault('eta', 'a number above 1')
  const kind = read.value('halving') ?? 'hyperband'
  if (typeof kind !== 'string' || !KINDS.includes(kind)) throw read.fault('halving', `one of ${KINDS.join(', ')}`)
  const schedule = scheduleOf(kind, { minBudget, maxBudget, eta })
  const seed = deterministic ? 0 : random.split('trial seed').integer(2 ** 31)
  return {
    description: schedule.description,
    intensifier: new Halving(observed(source), schedule, { instances, seed }),
    incumbents: 'race',
  }
}

function scheduleOf(kind: string, range: BudgetRange): HalvingSchedule {
  const budgets = rungBudgets(range)
  if (kind === 'asynchronous') return new AsyncHalvingSchedule(budgets, range.eta)
  const name = kind === 'hyperband' ? 'Hyperband' : 'successive halving'
  const brackets = hyperbandBrackets(range)
  const description = `${name}, budgets ${budgets.map((budget) => Number(budget.toPrecision(4))).join(', ')}`
  return new BracketSchedule(kind === 'hyperband' ? brackets : brackets.slice(0, 1), description)
}
