/** One stage: this many configurations at this budget. */
export interface Rung {
  readonly budget: number
  readonly size: number
}

export interface BudgetRange {
  readonly minBudget: number
  readonly maxBudget: number
  /** Every stage has 1/eta of the configurations of the one before, at eta times its budget. */
  readonly eta: number
}

/** How many stages lie above the lowest one. The small allowance is for rounding: log(243)/log(3) is 4.999… */
function stagesAbove({ minBudget, maxBudget, eta }: BudgetRange): number {
  return Math.floor(Math.log(maxBudget / minBudget) / Math.log(eta) + 1e-9)
}

/** The budgets of the stages, the least first. The last one is `maxBudget`, exactly; none is below `minBudget`, not even by rounding. */
export function rungBudgets(range: BudgetRange): readonly number[] {
  const above = stagesAbove(range)
  return Array.from({ length: above + 1 }, (_, stage) => Math.max(range.minBudget, range.maxBudget / power(range.eta, above - stage)))
}

/**
 * The brackets of Hyperband, the most aggressive one first (Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, "Hyperband: A Novel
 * Bandit-Based Approach to Hyperparameter Optimization", 2018, algorithm 1). The first one alone is successive halving (Jamieson and
 * Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization", 2016).
 */
export function hyperbandBrackets(range: BudgetRange): readonly (readonly Rung[])[] {
  const budgets = rungBudgets(range)
  return budgets.map((_, skipped) => {
    const stages = budgets.slice(skipped)
    const size = Math.ceil((budgets.length / stages.length) * power(range.eta, stages.length - 1))
    return stages.map((budget, stage) => ({ budget, size: Math.max(1, Math.floor(size / power(range.eta, stage))) }))
  })
}

/** `base ** exponent` has other last digits in other versions of V8 (seen between Node 22 and 24); products do not. */
function power(base: number, exponent: number): number {
  let product = 1
  for (let factor = 0; factor < exponent; factor++) product *= base
  return product
}
