import { StatusType } from '../../../contract/status.ts'
import type { Configuration } from '../../../contract/trial.ts'
import { configurationKey } from '../../space/index.ts'
import { trialsOfRun } from '../journal/run-manifest.ts'
import type { ToldTrial } from '../journal/told-trials.ts'
import { RunHistory } from '../run-history.ts'
import { type ExportedRun, spaceOf } from './exported-run.ts'
import { pythonJson } from './python-json.ts'

export interface SmacFiles {
  /** Where they lie below a folder of SMAC's outputs: the study's name and the seed. */
  readonly folder: readonly [name: string, seed: string]
  /** What is in each file, by its name. */
  readonly files: Readonly<Record<string, string>>
}

/**
 * A run as SMAC 2.4 writes its own: what its `Scenario.load` and `RunHistory.load` read, and DeepCAVE's SMAC converter.
 * @param output the folder that will hold `folder`; the scenario names it
 * @throws TrialfanError EXPORT when the space cannot be said in ConfigSpace's words
 */
export function smacFiles(run: ExportedRun, output: string): SmacFiles {
  const { manifest, trials } = run
  const { seed } = manifest
  // SMAC makes a path of it.
  const name = manifest.study.name.replace(/[^\w-]+/g, '_') || 'study'
  const ids = new Map<string, number>()
  const configs = new Map<number, Configuration>()
  const rows = trials.map(({ info, value }) => {
    const key = configurationKey(info.configuration)
    const id = ids.get(key) ?? ids.size + 1
    ids.set(key, id)
    if (!configs.has(id)) configs.set(id, info.configuration)
    return row(id, { info, value })
  })
  const history = new RunHistory({ objectives: manifest.objectives })
  for (const { info, value } of trials) history.add(info, value)
  return {
    folder: [name, String(seed)],
    files: {
      'scenario.json': pythonJson(scenario(run, name, `${output}/${name}/${seed}`)),
      'configspace.json': pythonJson({ ...spaceOf(run), name }),
      'runhistory.json': pythonJson({
        stats: { submitted: rows.length, finished: rows.length, running: 0 },
        data: rows,
        configs: Object.fromEntries(configs),
        config_origins: Object.fromEntries(Array.from(configs.keys(), (id) => [id, null])),
      }),
      'intensifier.json': pythonJson(intensifier(history, ids, trials[0]?.value.startedAt ?? 0)),
      'optimization.json': pythonJson(optimization(trials)),
    },
  }
}

/** In this order of keys: DeepCAVE reads them by their place. Times are in seconds. */
function row(id: number, { info, value }: ToldTrial): object {
  return {
    config_id: id,
    instance: info.instance ?? null,
    seed: info.seed ?? null,
    budget: info.budget ?? null,
    cost: value.cost,
    time: value.runtimeMs / 1000,
    cpu_time: value.cpuTimeMs / 1000,
    status: smacStatus(value.status),
    starttime: value.startedAt / 1000,
    endtime: value.endedAt / 1000,
    additional_info: value.additionalInfo,
  }
}

/** SMAC's numbers are ours, but for what it does not know. */
const smacStatus = (status: StatusType): number => (status > StatusType.MEMORYOUT ? StatusType.TIMEOUT : status)

function scenario({ manifest, trials }: ExportedRun, name: string, directory: string): object {
  const { objectives, instances, seed, workers } = manifest
  const budgets = trials.flatMap(({ info: { budget } }) => (typeof budget === 'number' ? [budget] : []))
  const seeds = new Set(trials.map(({ info }) => info.seed))
  const forEach = (value: number): number | number[] => (objectives.length === 1 ? value : objectives.map(() => value))
  return {
    name,
    output_directory: directory,
    deterministic: seeds.size <= 1,
    objectives: objectives.length === 1 ? objectives[0] : objectives,
    crash_cost: forEach(Number.POSITIVE_INFINITY),
    termination_cost_threshold: forEach(Number.POSITIVE_INFINITY),
    walltime_limit: Number.POSITIVE_INFINITY,
    cputime_limit: Number.POSITIVE_INFINITY,
    trial_walltime_limit: null,
    trial_memory_limit: null,
    n_trials: trialsOfRun(manifest) ?? trials.length,
    use_default_config: false,
    instances,
    instance_features: null,
    min_budget: budgets.length === 0 ? null : budgets.reduce((least, budget) => Math.min(least, budget)),
    max_budget: budgets.length === 0 ? null : budgets.reduce((most, budget) => Math.max(most, budget)),
    seed,
    n_workers: workers ?? 1,
    _meta: { made_by: `trialfan ${manifest.trialfan}`, run: manifest.run },
  }
}

function intensifier(history: RunHistory, ids: ReadonlyMap<string, number>, beganAt: number): object {
  const idOf = (configuration: Configuration): number => ids.get(configurationKey(configuration)) ?? 0
  const steps = history.trajectory().map(({ configuration, costs, trial, endedAt }) => ({
    config_ids: [idOf(configuration)],
    costs: [costs.length === 1 ? costs[0] : costs],
    trial,
    walltime: Math.max(0, endedAt - beganAt) / 1000,
  }))
  const front = history.objectives.length === 1 ? [history.incumbent()] : history.paretoFront()
  const incumbents = front.flatMap((standing) => (standing === null ? [] : [idOf(standing.configuration)]))
  return { incumbent_ids: incumbents, rejected_config_ids: [], incumbents_changed: steps.length, trajectory: steps, state: { queue: [] } }
}

function optimization(trials: readonly ToldTrial[]): object {
  const began = trials.reduce((least, { value }) => Math.min(least, value.startedAt), Number.POSITIVE_INFINITY)
  const ended = trials.reduce((most, { value }) => Math.max(most, value.endedAt), 0)
  const sum = (part: (trial: ToldTrial) => number): number => trials.reduce((total, trial) => total + part(trial), 0) / 1000
  return {
    used_walltime: Math.max(0, ended - (Number.isFinite(began) ? began : ended)) / 1000,
    used_target_function_walltime: sum(({ value }) => value.runtimeMs),
    used_target_function_cputime: sum(({ value }) => value.cpuTimeMs),
    last_update: ended / 1000,
    finished: true,
  }
}
