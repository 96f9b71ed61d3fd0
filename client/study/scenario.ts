import type { Configuration } from '../../contract/trial.ts'
import type { EarlyStoppingRule } from '../intensifier/early-stopping.ts'
import { ConfigurationSpace } from '../space/index.ts'
import { checkPrices, type PriceOverrides } from './cost/check-prices.ts'
import type { PriceTable } from './cost/price-table.ts'
import { type EarlyStoppingOption, earlyStoppingRule } from './early-stopping-rule.ts'
import type { ToleratedFailures } from './failed-share.ts'
import { type InstanceFeatures, instanceFeatures } from './instance-features.ts'
import { type ObjectiveCosts, objectiveCosts } from './objective-costs.ts'
import { OptionsReader } from './options-reader.ts'
import { StudyError } from './study-error.ts'
import { toleratedFailures } from './tolerated-failures.ts'

/** What is to be optimized, and within which limits (SMAC: `Scenario`). Made by `defineScenario`, which checks it; frozen. */
export interface Scenario<C extends Configuration = Configuration> {
  readonly name: string
  readonly space: ConfigurationSpace<C>
  /** Names of the objectives, all minimised. */
  readonly objectives: readonly string[]
  /** The cost that a trial gets when it does not succeed: a number, or one per objective in declared order. */
  readonly crashCost: number | readonly number[]
  /** The run stops when the incumbent costs this or less (in every objective). Null: no threshold. */
  readonly terminationCostThreshold: number | readonly number[] | null
  /** Trials of the whole run; a trial is one configuration on one instance, with one seed, at one budget. Infinity: no limit. */
  readonly trials: number
  /** Wall time of the whole run, ms; trials that are in flight then are cancelled. */
  readonly runTimeLimitMs: number | null
  /** CPU time of all trials together, ms. */
  readonly cpuTimeLimitMs: number | null
  /** What the whole run may cost, US dollars: no trial is begun that could take it beyond. Null: no cap. */
  readonly maxCostUsd: number | null
  /** What `maxCostUsd` and the cost shown are reckoned by. */
  readonly prices: PriceTable
  readonly trialTimeLimitMs: number | null
  readonly trialMemoryLimitMiB: number | null
  /** Whether a trial that runs out of memory is tried again on the cluster's next larger workers, where it has several sizes. */
  readonly memoryLadder: boolean
  /** How often a trial whose target threw is tried again; its last attempt counts. */
  readonly crashRetries: number
  /**
   * While a worker is free and no trial waits for one, a trial that takes so many times the median of its instance and budget is sent a second
   * time: what ends first counts, both are paid for. Null: never.
   */
  readonly stragglerFactor: number | null
  /** Whether the space's default configuration is run first. */
  readonly useDefaultConfiguration: boolean
  readonly instances: readonly string[] | null
  readonly instanceFeatures: InstanceFeatures | null
  /** The least and the greatest budget of a trial. A facade that is not multi-fidelity runs everything at the greatest. */
  readonly minBudget: number | null
  readonly maxBudget: number | null
  /** Makes a run repeatable: same seed and one worker, same run. */
  readonly seed: number
  /** True: every trial gets seed 0. False: trials get a seed drawn from the scenario's, the same for every configuration. */
  readonly deterministic: boolean
  /** At most this many trials at a time, however many workers there are. Null: as many as there are workers. */
  readonly workers: number | null
  /** The run stops when its first trials, this many, have all crashed. Infinity: it never does. */
  readonly stopAfterFirstCrashes: number
  /** The run stops when a greater share of its trials has failed, however they did, once `atLeast` have. Default: it never does. */
  readonly toleratedFailures: ToleratedFailures
  /** The run stops after this many trials in a row that brought no new incumbent. Infinity: it never does. */
  readonly trialsWithoutImprovement: number
  /** Ends trials whose intermediate costs (`report`) are worse than other trials' were. Null: none is ended for that. */
  readonly earlyStopping: EarlyStoppingRule | null
}

type Given<C extends Configuration> = { readonly [K in keyof Scenario<C>]?: Scenario<C>[K] | undefined }

/** A scenario as it is written down: everything but the space has a default. */
export interface ScenarioOptions<C extends Configuration = Configuration>
  extends Omit<Given<C>, 'space' | 'crashCost' | 'terminationCostThreshold' | 'prices' | 'earlyStopping' | 'toleratedFailures'> {
  readonly space: ConfigurationSpace<C>
  /** Infinity by default. One number stands for every objective. */
  readonly crashCost?: ObjectiveCosts | undefined
  readonly terminationCostThreshold?: ObjectiveCosts | null | undefined
  /** A share alone, or with the least number of failures that counts, 10 by default. */
  readonly toleratedFailures?: number | Partial<ToleratedFailures> | undefined
  /** Prices of another region, or agreed ones; what is left out is AWS's list price in us-east-1. */
  readonly prices?: PriceOverrides | undefined
  /** For one objective. */
  readonly earlyStopping?: EarlyStoppingOption | null | undefined
}

/** The names of all options of a scenario. */
export const SCENARIO_OPTIONS = [
  'name',
  'space',
  'objectives',
  'crashCost',
  'terminationCostThreshold',
  'trials',
  'runTimeLimitMs',
  'cpuTimeLimitMs',
  'maxCostUsd',
  'prices',
  'trialTimeLimitMs',
  'trialMemoryLimitMiB',
  'memoryLadder',
  'crashRetries',
  'stragglerFactor',
  'useDefaultConfiguration',
  'instances',
  'instanceFeatures',
  'minBudget',
  'maxBudget',
  'seed',
  'deterministic',
  'workers',
  'stopAfterFirstCrashes',
  'toleratedFailures',
  'trialsWithoutImprovement',
  'earlyStopping',
] as const satisfies readonly (keyof Scenario)[]

/**
 * Checks a scenario and fills in what was left out. A scenario is itself fit as options: `defineScenario({ ...scenario, trials: 50 })`.
 * @throws StudyError that names the option, what was expected and what came.
 */
export function defineScenario<C extends Configuration>(options: ScenarioOptions<C>): Scenario<C> {
  const name = new OptionsReader('scenario', options, SCENARIO_OPTIONS).text('name', 'study')
  const where = `scenario ${JSON.stringify(name)}`
  const read = new OptionsReader(where, options, SCENARIO_OPTIONS)
  if (!(options.space instanceof ConfigurationSpace)) {
    throw StudyError.expected(where, 'space', 'a configuration space (made by defineSpace)', options.space)
  }
  const objectives = read.names('objectives') ?? Object.freeze(['cost'])
  const instances = read.names('instances')
  const threshold = read.value('terminationCostThreshold') ?? null
  return Object.freeze({
    name,
    space: options.space,
    objectives,
    crashCost: crashCost(where, read.value('crashCost') ?? Number.POSITIVE_INFINITY, objectives),
    terminationCostThreshold: threshold === null ? null : objectiveCosts(where, 'terminationCostThreshold', threshold, objectives),
    trials: read.count('trials', 100),
    runTimeLimitMs: read.limit('runTimeLimitMs', 'milliseconds'),
    cpuTimeLimitMs: read.limit('cpuTimeLimitMs', 'milliseconds'),
    maxCostUsd: read.limit('maxCostUsd', 'US dollars'),
    prices: checkPrices(where, read.value('prices')),
    trialTimeLimitMs: read.limit('trialTimeLimitMs', 'milliseconds'),
    trialMemoryLimitMiB: read.limit('trialMemoryLimitMiB', 'MiB'),
    memoryLadder: read.flag('memoryLadder', false),
    crashRetries: read.integer('crashRetries', 0, { min: 0, max: 1_000 }),
    stragglerFactor: stragglerFactor(where, read.value('stragglerFactor') ?? null),
    useDefaultConfiguration: read.flag('useDefaultConfiguration', true),
    instances,
    instanceFeatures: instanceFeatures(where, read.value('instanceFeatures'), instances),
    ...budgets(where, read),
    seed: read.integer('seed', 0, { min: 0, max: 2 ** 32 - 1 }),
    deterministic: read.flag('deterministic', false),
    workers: (read.value('workers') ?? null) === null ? null : read.integer('workers', 1, { min: 1, max: Number.MAX_SAFE_INTEGER }),
    stopAfterFirstCrashes: read.count('stopAfterFirstCrashes', 10),
    toleratedFailures: toleratedFailures(where, read.value('toleratedFailures')),
    trialsWithoutImprovement: read.count('trialsWithoutImprovement', Number.POSITIVE_INFINITY),
    earlyStopping: earlyStoppingRule(where, read.value('earlyStopping'), objectives),
  })
}

function stragglerFactor(where: string, given: unknown): number | null {
  if (given === null || (typeof given === 'number' && given > 1)) return given
  throw StudyError.expected(where, 'stragglerFactor', 'a number above 1, or null', given)
}

function crashCost(where: string, given: unknown, objectives: readonly string[]): number | readonly number[] {
  const cost = objectiveCosts(where, 'crashCost', given, objectives)
  for (const one of typeof cost === 'number' ? [cost] : cost) {
    if (one === Number.NEGATIVE_INFINITY) throw StudyError.expected(where, 'crashCost', 'a cost that is bad (lower is better)', one)
  }
  return cost
}

function budgets(where: string, read: OptionsReader): Pick<Scenario, 'minBudget' | 'maxBudget'> {
  const minBudget = read.limit('minBudget', 'the budget unit')
  const maxBudget = read.limit('maxBudget', 'the budget unit')
  if (minBudget !== null && maxBudget === null)
    throw new StudyError(where, 'maxBudget', `expected a number with minBudget ${minBudget}, got none`)
  if (minBudget !== null && maxBudget !== null && minBudget > maxBudget) {
    throw new StudyError(where, 'minBudget', `expected at most maxBudget (${maxBudget}), got ${minBudget}`)
  }
  return { minBudget, maxBudget }
}
