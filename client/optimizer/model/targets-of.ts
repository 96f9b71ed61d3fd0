import type { Random } from '../../space/index.ts'
import { meanAggregation } from '../multi-objective/mean-aggregation.ts'
import type { Scalarization } from '../multi-objective/scalarization.ts'
import { modelTargets } from './model-targets.ts'
import type { Observation } from './observations.ts'

/** One standardised number for each observation, for a model of one output. */
export class TargetsOf {
  readonly isFixed: boolean
  readonly #objectives: number
  readonly #scalarization: Scalarization

  constructor(objectives: number, scalarization: Scalarization = meanAggregation()) {
    this.isFixed = scalarization.isFixed
    this.#objectives = objectives
    this.#scalarization = scalarization
  }

  of(observations: readonly Observation[], random: Random): Float64Array {
    const columns = Array.from({ length: this.#objectives }, (_, objective) => modelTargets(observations, objective))
    return this.#scalarization.combine(columns, random)
  }
}
