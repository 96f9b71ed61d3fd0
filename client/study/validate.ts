import { StatusType } from '../../contract/status.ts'
import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { Runner } from '../runner/runner.ts'
import { Random } from '../space/index.ts'
import { bootstrapInterval, type MeanInterval } from './bootstrap-interval.ts'
import { OptionsReader } from './options-reader.ts'
import type { Scenario } from './scenario.ts'
import { StudyError } from './study-error.ts'

export interface ValidationOptions<C extends Configuration = Configuration> {
  /** What is to be validated: an optimizer's incumbent. */
  readonly configuration: C
  /** What it is compared with. Default: the space's default configuration. */
  readonly baseline?: C | undefined
  /** Default: the scenario's. Name others to validate on instances that the optimization has not seen. */
  readonly instances?: readonly string[] | undefined
  /** Trials on each instance, each with a seed of its own that the optimization did not use. Default: 1 when the scenario is deterministic, else 5. */
  readonly seeds?: number | undefined
  /** Of the intervals. Default: 0.95. */
  readonly confidence?: number | undefined
  /** What the targets get as `data`, scattered once. */
  readonly data?: unknown
}

/** What a validation came to, for one objective. */
export interface Validation {
  /** The mean cost over the instances, and where it lies. An instance's cost is the mean over its seeds. */
  readonly configuration: MeanInterval
  readonly baseline: MeanInterval
  /** The configuration's cost less the baseline's, instance by instance. An interval below 0: it is better, beyond what chance explains. */
  readonly difference: MeanInterval
  /** In the order of the instances; null: there are none, and every row is a seed. */
  readonly perInstance: readonly { readonly instance: string | null; readonly configuration: number; readonly baseline: number }[]
  /** Trials that did not succeed; they count with the scenario's crash cost. */
  readonly failures: number
}

const OPTIONS = ['configuration', 'baseline', 'instances', 'seeds', 'confidence', 'data']

/**
 * Runs a configuration and a baseline on all instances (or on others, held out) with fresh seeds, both under the same conditions, and says how
 * sure the difference is: a bootstrap over the instances; without instances, over the seeds.
 * @throws StudyError for several objectives or an option that is wrong; whatever the runner throws
 *
 * @example
 * const validation = await validate(study.scenario, runner, { configuration: incumbent, instances: ['unseen-1', 'unseen-2'] })
 */
export async function validate<C extends Configuration>(
  scenario: Scenario<C>,
  runner: Runner,
  options: ValidationOptions<C>,
): Promise<Validation> {
  const where = 'validate'
  const read = new OptionsReader(where, options, OPTIONS)
  if (scenario.objectives.length > 1) throw new StudyError(where, 'scenario', `expected one objective, got ${scenario.objectives.length}`)
  const { space, maxBudget, deterministic } = scenario
  const configuration = space.check(options.configuration)
  const baseline = space.check(options.baseline ?? space.defaultConfiguration())
  const instances = read.names('instances') ?? scenario.instances ?? [null]
  const confidence = read.value('confidence') ?? 0.95
  if (typeof confidence !== 'number' || !(confidence > 0 && confidence < 1)) throw read.fault('confidence', 'a number between 0 and 1')
  const random = new Random(scenario.seed).split('validation')
  const count = read.integer('seeds', deterministic ? 1 : 5, { min: 1, max: 100_000 })
  const seeds = Array.from({ length: count }, () => (deterministic && count === 1 ? 0 : random.integer(2 ** 31)))
  const pairs = instances.flatMap((instance) => seeds.map((seed) => ({ instance, seed, budget: maxBudget })))
  const trials = [configuration, baseline].map((each) => pairs.map((pair): TrialInfo => Object.freeze({ configuration: each, ...pair })))
  const values = await runAll(runner, trials.flat(), options.data)
  const costs = trials.map((list) => list.map((info) => costOf(values.get(info))))
  const rows = instances.flatMap((instance, at) => rowsOf(instance, costs, at * count, count))
  const interval = (pick: (row: (typeof rows)[number]) => number): MeanInterval => bootstrapInterval(rows.map(pick), confidence, random)
  return {
    configuration: interval((row) => row.configuration),
    baseline: interval((row) => row.baseline),
    // Both may have failed, at an infinite crash cost.
    difference: interval((row) => (row.configuration === row.baseline ? 0 : row.configuration - row.baseline)),
    perInstance: rows,
    failures: [...values.values()].filter(({ status }) => status !== StatusType.SUCCESS).length,
  }
}

/** One row an instance; of trials without instances, one a seed. */
function rowsOf(
  instance: string | null,
  [own = [], others = []]: readonly (readonly number[])[],
  from: number,
  count: number,
): Validation['perInstance'] {
  const ranges = instance === null ? Array.from({ length: count }, (_, seed) => [from + seed, 1] as const) : [[from, count] as const]
  return ranges.map(([start, length]) => ({
    instance,
    configuration: meanOf(own.slice(start, start + length)),
    baseline: meanOf(others.slice(start, start + length)),
  }))
}

async function runAll(runner: Runner, trials: readonly TrialInfo[], data: unknown): Promise<ReadonlyMap<TrialInfo, TrialValue>> {
  const wanted = new Set(trials)
  const values = new Map<TrialInfo, TrialValue>()
  const collect = (): void => {
    for (const [info, value] of runner.iterResults()) if (wanted.has(info)) values.set(info, value)
  }
  for (const info of trials) {
    await runner.submitTrial(info, data)
    collect()
  }
  while (values.size < trials.length) {
    await runner.wait()
    collect()
    if (values.size < trials.length && !runner.isRunning())
      throw new StudyError('validate', '', 'the runner is idle, yet trials have no result')
  }
  return values
}

const costOf = (value: TrialValue | undefined): number => (typeof value?.cost === 'number' ? value.cost : Number.POSITIVE_INFINITY)
const meanOf = (costs: readonly number[]): number => costs.reduce((sum, cost) => sum + cost, 0) / costs.length
