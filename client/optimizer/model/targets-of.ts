import type { Random } from '../../space/index.ts'
import { meanAggregation } from '../multi-objective/mean-aggregation.ts'
import type { Scalarization } from '../multi-objective/scalarization.ts'
import { COST_POWERS, powerBySpread } from './cost-powers.ts'
import { imputedCosts, standardised } from './model-targets.ts'
import type { Observation } from './observations.ts'

interface TargetsOptions {
  readonly scalarization?: Scalarization
  readonly choosesScale?: boolean
}

/** One number for each observation, for a model of one output. */
export class TargetsOf {
  readonly isFixed: boolean
  /** Scales that may be chosen among: of one objective; several are made one on a scale of their own. */
  readonly powers: readonly number[]
  /** Whether the likelihood chooses among them; else the spread of the costs does. */
  readonly choosesScale: boolean
  readonly #objectives: number
  readonly #scalarization: Scalarization

  constructor(objectives: number, { scalarization = meanAggregation(), choosesScale = true }: TargetsOptions = {}) {
    this.choosesScale = choosesScale
    this.isFixed = scalarization.isFixed
    this.powers = objectives === 1 ? COST_POWERS : [1]
    this.#objectives = objectives
    this.#scalarization = scalarization
  }

  of(observations: readonly Observation[], random: Random): Float64Array {
    if (this.#objectives === 1) return imputedCosts(observations, 0)
    const columns = Array.from({ length: this.#objectives }, (_, objective) => standardised(imputedCosts(observations, objective)))
    return this.#scalarization.combine(columns, random)
  }

  /** The power for a model that does not choose. */
  powerFor(costs: Float64Array): number {
    return this.#objectives > 1 ? 1 : powerBySpread(costs)
  }
}
