import type { Configuration } from '../../contract/trial.ts'
import { Racing } from '../intensifier/racing.ts'
import { ModelProposer } from '../optimizer/index.ts'
import type { Runner } from '../runner/runner.ts'
import { Facade } from './facade.ts'
import type { FacadeOptions } from './facade-options.ts'
import { MODEL_OPTIONS, type ModelOptions, modelOptions } from './model-options.ts'
import type { OptionsReader } from './options-reader.ts'
import type { Scenario } from './scenario.ts'
import type { Study } from './study.ts'
import { StudyError } from './study-error.ts'

export interface AlgorithmConfigurationOptions<C extends Configuration = Configuration> extends FacadeOptions<C>, ModelOptions {
  /** No configuration is run on more pairs of instance and seed than this. Default: 2000, SMAC's. */
  readonly maxConfigurationCalls?: number | undefined
  /**
   * For costs that are the trials' own run times: ends the trials of a configuration that cannot beat the incumbent any more, as TIMEOUT. True
   * stands for a factor of 1.2 on the incumbent's time. Default: false.
   */
  readonly adaptiveCapping?: boolean | number | undefined
}

/**
 * Configures an algorithm for many instances (SMAC: `AlgorithmConfigurationFacade`): configurations race against the incumbent, so that a bad
 * one costs a trial or two, and the incumbent is run on more and more pairs of instance and seed. For one objective.
 *
 * @example
 * const optimizer = new AlgorithmConfiguration(study, runner)
 * const incumbent = await optimizer.optimize()
 */
export class AlgorithmConfiguration<C extends Configuration = Configuration> extends Facade<C> {
  constructor(scenario: Scenario<C> | Study<C>, runner: Runner | null = null, options: AlgorithmConfigurationOptions<C> = {}) {
    super(
      scenario,
      runner,
      { ...options },
      ['maxConfigurationCalls', 'adaptiveCapping', ...MODEL_OPTIONS],
      ({
        scenario: { space, objectives, instances, instanceFeatures, maxBudget, deterministic },
        random,
        read,
        history,
        initial,
        observed,
      }) => {
        if (objectives.length > 1) {
          throw new StudyError('AlgorithmConfiguration', 'objectives', `expected one objective to race for, got ${objectives.length}`)
        }
        const learning = { initial, mixedConditions: true, instanceFeatures, ...modelOptions(read) }
        const proposer = new ModelProposer(space, random.split('proposer'), learning)
        const maxConfigurationCalls = read.integer('maxConfigurationCalls', 2_000, { min: 1, max: Number.MAX_SAFE_INTEGER })
        const racing = { instances, deterministic, maxConfigurationCalls, budget: maxBudget, cappingSlack: cappingSlack(read) }
        return {
          description: `racing, ${proposer.description}`,
          intensifier: new Racing(observed(proposer), history, racing, random.split('racing')),
          incumbents: 'race',
          background: proposer,
        }
      },
    )
  }
}

/** A little more than the incumbent took, as single run times are noisy. */
const SLACK = 1.2

function cappingSlack(read: OptionsReader): number | null {
  const given = read.value('adaptiveCapping') ?? false
  if (typeof given === 'boolean') return given ? SLACK : null
  if (typeof given !== 'number' || !Number.isFinite(given) || given < 1)
    throw read.fault('adaptiveCapping', 'true, false, or a factor of at least 1')
  return given
}
