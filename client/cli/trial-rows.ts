import { statusName } from '../../contract/status.ts'
import type { ToldTrial } from '../history/journal/told-trials.ts'

/** A heading, then one row a trial: what was run, what it cost, and how long it took. A parameter that is not active is empty. */
export function* trialRows(trials: readonly ToldTrial[], objectives: readonly string[]): Generator<string[]> {
  const parameters = [...new Set(trials.flatMap(({ info }) => Object.keys(info.configuration)))]
  const names = [
    'trial',
    'instance',
    'seed',
    'budget',
    'status',
    ...objectives,
    'runtimeMs',
    'cpuTimeMs',
    'startedAt',
    'endedAt',
    'attempt',
  ]
  yield [...names, ...parameters]
  for (const [index, { info, value }] of trials.entries()) {
    const { status, cost, runtimeMs, cpuTimeMs, startedAt, endedAt, attempt } = value
    const costs = typeof cost === 'number' ? [cost] : cost
    const settings = parameters.map((name) => (Object.hasOwn(info.configuration, name) ? info.configuration[name] : ''))
    const times = [runtimeMs, cpuTimeMs, startedAt, endedAt, attempt]
    const facts = [index + 1, info.instance ?? '', info.seed ?? '', info.budget ?? '', statusName(status), ...costs, ...times, ...settings]
    yield facts.map(String)
  }
}
