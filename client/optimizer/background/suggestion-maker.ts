import type { Configuration } from '../../../contract/trial.ts'
import { Random } from '../../space/index.ts'
import { chooseSuggester, type SuggesterOptions } from '../choose-suggester.ts'
import type { KernelState } from '../gp/kernel-state.ts'
import { ComparableObservations } from '../model/comparable-observations.ts'
import type { FeatureSpace } from '../model/feature-space.ts'
import { Observations, type ObservationTable } from '../model/observations.ts'
import type { Suggester } from '../model/suggester.ts'
import { pointsOf } from '../model/trial-rows.ts'
import type { SuggestionRequest } from './suggestion-request.ts'

/** Answers requests one after the other: what each brings is added to what it knows. */
export class SuggestionMaker<C extends Configuration = Configuration> {
  /** What a person reads: how the model was chosen. */
  readonly description: string
  readonly #dimensions: number
  readonly #observations: ObservationTable
  readonly #suggester: Suggester<C>

  /** `state`: of one that this one goes on from. */
  constructor(features: FeatureSpace<C>, options: SuggesterOptions, state: readonly KernelState[] | null = null) {
    const { dimensions } = features
    const { objectives, instances, mixedConditions, budgets } = options
    const { description, suggester } = chooseSuggester(features, options)
    this.description = description
    this.#suggester = suggester
    if (state !== null) suggester.state = state
    this.#dimensions = dimensions
    this.#observations = mixedConditions
      ? new ComparableObservations(dimensions, objectives, { places: instances?.length ?? null, budgets })
      : new Observations(dimensions, objectives)
  }

  get state(): readonly KernelState[] {
    return this.#suggester.state
  }

  answer({ version, n, random, news, pending }: SuggestionRequest): C[] {
    this.#observations.learn(news)
    const knowledge = { version, observations: this.#observations.all, pending: pointsOf(pending, this.#dimensions) }
    return this.#suggester.suggest(knowledge, n, Random.restore(random))
  }
}
