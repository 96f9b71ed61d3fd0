import { StatusType } from '../../contract/status.ts'
import type { CostLimit, JsonValue, TrialInfo, TrialValue } from '../../contract/trial.ts'
import { CurveBoard } from './curve-board.ts'

export interface EarlyStoppingRule {
  /**
   * `median`: a trial goes on while the best it has reported is no worse than the median of the others' mean reports up to there (Golovin et al.,
   * "Google Vizier: A Service for Black-Box Optimization", 2017, section 3.2.2). `percentile`: while it is within the best `percentile`
   * per cent of what the others had reported last (Optuna's `PercentilePruner`).
   */
  readonly rule: 'median' | 'percentile'
  /** 50 for the median. */
  readonly percentile: number
  /** So many trials must have been run to their end, and have reported at a budget, before one is stopped there. */
  readonly minTrials: number
  /** No trial is stopped before it reports at this budget. */
  readonly minBudget: number
}

/**
 * Says from the curves of trials that have succeeded what a trial that begins now may cost at which budget, by instance. Whether it does is
 * decided where it runs: nothing has to be sent while it runs, and it ends with the very report that is too bad.
 */
export class EarlyStopping {
  readonly #rule: EarlyStoppingRule
  readonly #boards = new Map<string | null, CurveBoard>()

  constructor(rule: EarlyStoppingRule) {
    this.#rule = rule
  }

  told({ instance = null }: TrialInfo, { status, additionalInfo }: TrialValue): void {
    if (status !== StatusType.SUCCESS) return
    const curve = curveOf(additionalInfo.reports)
    if (curve.length === 0) return
    let board = this.#boards.get(instance)
    if (board === undefined) {
      board = new CurveBoard(this.#rule.rule === 'median' ? 'mean' : 'latest')
      this.#boards.set(instance, board)
    }
    board.add(curve)
  }

  /** By rising budget; null while too few trials have reported. */
  limits({ instance = null }: TrialInfo): readonly CostLimit[] | null {
    const { percentile, minTrials, minBudget } = this.#rule
    const limits = this.#boards.get(instance)?.limits(percentile / 100, minTrials, minBudget) ?? []
    return limits.length === 0 ? null : limits
  }
}

/** What a trial reported, by rising budget; of two reports at one budget the later. What is no report of one cost is left out. */
function curveOf(reports: JsonValue | undefined): readonly CostLimit[] {
  if (!Array.isArray(reports)) return []
  const curve = new Map<number, number>()
  for (const report of reports as readonly JsonValue[]) {
    if (typeof report !== 'object' || report === null || !('budget' in report) || !('cost' in report)) continue
    const { budget, cost: given } = report
    const cost = Array.isArray(given) && given.length === 1 ? given[0] : given
    if (typeof budget === 'number' && typeof cost === 'number' && Number.isFinite(budget) && Number.isFinite(cost)) curve.set(budget, cost)
  }
  return [...curve].map(([budget, cost]) => ({ budget, cost })).sort((a, b) => a.budget - b.budget)
}
