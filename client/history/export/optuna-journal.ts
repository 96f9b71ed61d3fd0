import { hasCost } from '../../../contract/has-cost.ts'
import { StatusType, statusName } from '../../../contract/status.ts'
import { configurationKey } from '../../space/index.ts'
import type { ToldTrial } from '../journal/told-trials.ts'
import { type ExportedRun, spaceOf } from './exported-run.ts'
import { type OptunaDistribution, optunaDistributions } from './optuna-distributions.ts'

/** Optuna's numbers. */
const [CREATE_STUDY, SET_STUDY_USER_ATTR, CREATE_TRIAL] = [0, 2, 4]
const MINIMIZE = 1
const [COMPLETE, PRUNED, FAIL] = [1, 2, 3]
const WORKER = 'trialfan'

/**
 * A run as a journal that Optuna's `JournalStorage` reads, line by line: a study with one trial for each configuration. Its value is the mean cost
 * of the configuration's trials at the greatest budget that it was run with; it has failed when one of these did, and is pruned when one was stopped.
 * @throws TrialfanError EXPORT when the run has no space that can be given to other tools; ShapeError
 */
export function* optunaJournal(run: ExportedRun): Generator<string> {
  const { manifest, trials } = run
  const distributions = optunaDistributions(spaceOf(run))
  const directions = manifest.objectives.map(() => MINIMIZE)
  yield line({ op_code: CREATE_STUDY, study_name: manifest.study.name, directions })
  const facts = {
    run: manifest.run,
    trialfan: manifest.trialfan,
    optimizer: manifest.optimizer.description,
    objectives: manifest.objectives,
  }
  yield line({ op_code: SET_STUDY_USER_ATTR, study_id: 0, user_attr: { trialfan: facts } })
  const byConfiguration = Map.groupBy(trials, ({ info }) => configurationKey(info.configuration))
  for (const group of byConfiguration.values()) yield line({ op_code: CREATE_TRIAL, study_id: 0, ...trial(group, distributions) })
}

const line = (entry: object): string => `${JSON.stringify({ worker_id: WORKER, ...entry })}\n`

function trial(group: readonly ToldTrial[], known: ReadonlyMap<string, OptunaDistribution>): object {
  const budget = group.reduce((most, { info }) => Math.max(most, info.budget ?? 0), 0)
  const compared = group.filter(({ info }) => (info.budget ?? 0) === budget)
  const statuses = new Set(compared.map(({ value }) => value.status))
  const hasFailed = ![...statuses].every(hasCost)
  const values = hasFailed ? null : means(compared)
  const configuration = group[0]?.info.configuration ?? {}
  const parameters = Object.entries(configuration).flatMap(([name, value]) => {
    const distribution = known.get(name)
    return distribution === undefined ? [] : [{ name, distribution, value }]
  })
  return {
    state: hasFailed ? FAIL : statuses.has(StatusType.STOPPED) ? PRUNED : COMPLETE,
    value: values?.length === 1 ? values[0] : null,
    values: values === null || values.length === 1 ? null : values,
    datetime_start: moment(group.reduce((least, { value }) => Math.min(least, value.startedAt), Number.POSITIVE_INFINITY)),
    datetime_complete: moment(group.reduce((most, { value }) => Math.max(most, value.endedAt), 0)),
    distributions: Object.fromEntries(parameters.map(({ name, distribution }) => [name, distribution.json])),
    params: Object.fromEntries(parameters.map(({ name, distribution, value }) => [name, distribution.internal(value)])),
    user_attrs: { budget: budget === 0 ? null : budget, trials: group.map(attributes) },
    system_attrs: {},
    intermediate_values: {},
  }
}

const attributes = ({ info: { instance = null, seed = null, budget = null }, value }: ToldTrial): object => ({
  instance,
  seed,
  budget,
  status: statusName(value.status),
  cost: value.cost,
  runtimeMs: value.runtimeMs,
})

function means(trials: readonly ToldTrial[]): readonly number[] {
  const sums: number[] = []
  for (const { value } of trials) {
    const costs = typeof value.cost === 'number' ? [value.cost] : value.cost
    for (const [objective, cost] of costs.entries()) sums[objective] = (sums[objective] ?? 0) + cost / trials.length
  }
  return sums
}

/** As Python's `datetime.isoformat` writes it, UTC. */
const moment = (at: number): string => new Date(at).toISOString().slice(0, -1)
