import type { CostLimit } from '../../contract/trial.ts'

interface Step {
  readonly budget: number
  /** What curves come to here, the lowest first. */
  readonly values: number[]
}

/** An event carries one limit a step. */
const MOST_STEPS = 32

/**
 * What curves come to at some budgets, the first curve's and those beyond it; when they are more than 32, every other one is dropped. A curve
 * counts at the budgets from its first report to its last.
 */
export class CurveBoard {
  readonly #summary: 'mean' | 'latest'
  #steps: Step[] = []
  #limits: readonly CostLimit[] | null = null

  /** `mean`: of all reports up to a budget; `latest`: the last of them. */
  constructor(summary: 'mean' | 'latest') {
    this.#summary = summary
  }

  /** By rising budget. */
  add(curve: readonly CostLimit[]): void {
    this.#limits = null
    this.#extend(curve)
    let at = 0
    let sum = 0
    let latest = 0
    for (const { budget, values } of this.#steps) {
      for (let next = curve[at]; next !== undefined && next.budget <= budget; next = curve[++at]) {
        latest = next.cost
        sum += latest
      }
      const isOver = at === curve.length && (curve.at(-1)?.budget ?? Number.NEGATIVE_INFINITY) < budget
      if (at > 0 && !isOver) insert(values, this.#summary === 'mean' ? sum / at : latest)
    }
  }

  /** The quantile of the values at each step from `minBudget` on that has at least `least` of them. */
  limits(quantile: number, least: number, minBudget: number): readonly CostLimit[] {
    this.#limits ??= this.#steps
      .filter(({ budget, values }) => budget >= minBudget && values.length >= least)
      .map(({ budget, values }) => ({ budget, cost: quantileOf(values, quantile) }))
    return this.#limits
  }

  #extend(curve: readonly CostLimit[]): void {
    const last = this.#steps.at(-1)?.budget ?? Number.NEGATIVE_INFINITY
    this.#steps.push(...curve.filter(({ budget }) => budget > last).map(({ budget }): Step => ({ budget, values: [] })))
    // The last one stays: it is where curves end.
    while (this.#steps.length > MOST_STEPS) this.#steps = this.#steps.filter((_, at) => (this.#steps.length - 1 - at) % 2 === 0)
  }
}

function insert(sorted: number[], value: number): void {
  let low = 0
  for (let high = sorted.length; low < high; ) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  sorted.splice(low, 0, value)
}

/** Linear between two values. */
function quantileOf(sorted: readonly number[], quantile: number): number {
  const place = quantile * (sorted.length - 1)
  const low = sorted[Math.floor(place)] as number
  const high = sorted[Math.ceil(place)] as number
  return low + (high - low) * (place - Math.floor(place))
}
