import type { Configuration } from '../../contract/trial.ts'
import { FullEvaluation } from '../intensifier/full-evaluation.ts'
import { RandomProposer } from '../optimizer/index.ts'
import type { Runner } from '../runner/runner.ts'
import { Facade } from './facade.ts'
import type { FacadeOptions } from './facade-options.ts'
import type { Scenario } from './scenario.ts'
import type { Study } from './study.ts'
import { StudyError } from './study-error.ts'

export interface RandomSearchOptions<C extends Configuration = Configuration> extends FacadeOptions<C> {
  /** `sobol` (default) covers the space evenly; `uniform` draws independently. */
  readonly design?: 'sobol' | 'uniform' | undefined
}

/**
 * Random search (SMAC: `RandomFacade`): every configuration is run on every instance, and none is run twice.
 *
 * @example
 * const optimizer = new RandomSearch(study, runner)
 * const incumbent = await optimizer.optimize()
 */
export class RandomSearch<C extends Configuration = Configuration> extends Facade<C> {
  constructor(scenario: Scenario<C> | Study<C>, runner: Runner | null = null, options: RandomSearchOptions<C> = {}) {
    super(
      scenario,
      runner,
      { ...options },
      ['design'],
      ({ scenario: { space, instances, maxBudget, deterministic }, random, initial, observed }) => {
        const { design = 'sobol' } = options
        if (design !== 'sobol' && design !== 'uniform') throw StudyError.expected('RandomSearch', 'design', '"sobol" or "uniform"', design)
        const proposer = new RandomProposer(space, random.split('proposer'), { initial, draws: design })
        const seed = deterministic ? 0 : random.split('trial seed').integer(2 ** 31)
        return {
          description: `random search, ${proposer.description}`,
          intensifier: new FullEvaluation(observed(proposer), { instances, seed, budget: maxBudget }),
        }
      },
    )
  }
}
