import { Random } from '../../client/space/index.ts'
import type { Facade } from '../../client/study/index.ts'
import { StatusType } from '../../contract/status.ts'
import type { TrialInfo } from '../../contract/trial.ts'
import { makeFacade } from './facades.ts'
import { hypervolume } from './hypervolume.ts'
import type { QualityFunction } from './quality-function.ts'
import type { QualityOutcome, QualityRun } from './quality-run.ts'
import { scenarioOf, trialsOf } from './scenario-of.ts'

/** Standard deviation of a duration's logarithm. */
const SPREAD = 0.5
const MEDIAN_MS = 1_000
const REFERENCE = [1.1, 6] as const
/** While nothing leads: the regret of the median random configuration. */
const NO_INCUMBENT = 1

interface Pending {
  readonly info: TrialInfo
  readonly startedAt: number
  readonly endsAt: number
}

/**
 * Drives a facade by ask and tell as free workers would: on a virtual clock, trials take log-normal times (times the share of the
 * greatest budget), and as many are pending as there are workers. Nothing waits: the same run on every machine.
 */
export function simulateRun(quality: QualityFunction, run: QualityRun): QualityOutcome {
  const trials = run.trials ?? trialsOf(quality)
  const facade = makeFacade(run.facade, scenarioOf(quality, trials, run.seed), { seed: run.seed })
  const durations = new Random(run.seed).split('durations')
  const most = quality.budgets === null ? trials : trials * quality.budgets.max
  const pending: Pending[] = []
  const askTimes: number[] = []
  const curve: number[] = []
  const evaluated: (readonly number[])[] = []
  let begun = 0
  let now = 0
  const fill = (): void => {
    const free = Math.min(run.workers - pending.length, quality.budgets === null ? most - begun : run.workers)
    if (free <= 0 || begun >= most) return
    const before = performance.now()
    const infos = facade.ask(free)
    askTimes.push(performance.now() - before)
    for (const info of infos) {
      const size = quality.budgets === null ? 1 : (info.budget ?? quality.budgets.max)
      begun += size
      const share = quality.budgets === null ? 1 : size / quality.budgets.max
      pending.push({ info, startedAt: now, endsAt: now + MEDIAN_MS * share * Math.exp(SPREAD * durations.normal()) })
    }
  }
  for (fill(); pending.length > 0; fill()) {
    const { info, startedAt, endsAt } = takeFirst(pending)
    now = endsAt
    const cost = quality.value(info.configuration, { seed: info.seed ?? 0, instance: info.instance ?? null, budget: info.budget ?? null })
    const times = { runtimeMs: endsAt - startedAt, startedAt, endedAt: endsAt }
    facade.tell(info, cost === null ? { status: StatusType.CRASHED, ...times } : { cost, ...times })
    if (cost !== null && quality.kind === 'multiobjective') evaluated.push([cost].flat())
    curve.push(quality.kind === 'multiobjective' ? hypervolume(evaluated, REFERENCE) : regret(quality, facade))
  }
  return {
    final: curve.at(-1) ?? Number.NaN,
    area: mean(curve),
    trials: curve.length,
    askMs: mean(askTimes),
    longestAskMs: Math.max(...askTimes),
    description: facade.description,
  }
}

function takeFirst(pending: Pending[]): Pending {
  let first = 0
  for (const [index, { endsAt }] of pending.entries()) if (endsAt < (pending[first]?.endsAt ?? Infinity)) first = index
  const [taken] = pending.splice(first, 1)
  if (taken === undefined) throw new Error('nothing is pending')
  return taken
}

function regret({ truth, optimum, scale }: QualityFunction, { incumbent }: Facade): number {
  return incumbent === null ? NO_INCUMBENT : (truth(incumbent) - optimum) / scale
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
