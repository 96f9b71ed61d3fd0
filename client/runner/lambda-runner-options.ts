import { checkOptionNames } from '../../contract/check-option-names.ts'
import { describe, TrialfanError } from '../../contract/errors.ts'
import type { Clock } from './clock.ts'
import { steadyClock } from './clock.ts'
import type { Cluster } from './cluster.ts'
import type { RunRecord } from './run-record.ts'
import { CountedTransport } from './usage/counted-transport.ts'

export interface LambdaRunnerOptions {
  /** Where the trials run. */
  readonly cluster: Cluster
  /** Close the cluster together with the runner. Default false: a cluster given by the user stays open. */
  readonly ownsCluster?: boolean
  /** How long a submission waits while there is no worker, seconds. Default 5. */
  readonly patienceSeconds?: number
  /** At most this many trials at once, whatever the platform allows. Default: no maximum of ours. */
  readonly workers?: number | null
  /** How often a trial is tried again whose worker was lost. Default 1; the target's own exceptions are never tried again. */
  readonly lostWorkerRetries?: number
  /** How long after its invoke an event may still be started by a worker, ms. Default 5 minutes. */
  readonly startAllowanceMs?: number
  /** How long after a trial's latest end its result or failure record may still come, ms. Default 30 s. */
  readonly resultAllowanceMs?: number
  /**
   * How long after a resume the results that came meanwhile are read before an earlier process's trial is taken to be lost, ms; so long is
   * also waited for what that process may or may not have sent. Default 5 s.
   */
  readonly resumeAllowanceMs?: number
  /** Names the run's queue and objects. Default: the time and some random letters. */
  readonly run?: string
  /** Hears of what is odd but not fatal: messages that are no results, limits that could not be read. */
  readonly onWarning?: (warning: TrialfanError | Error) => void
  readonly clock?: Clock
  /** Where the run is written down. Default null: it cannot be resumed. */
  readonly record?: RunRecord | null
}

const NAMES = [
  'cluster',
  'ownsCluster',
  'patienceSeconds',
  'workers',
  'lostWorkerRetries',
  'startAllowanceMs',
  'resultAllowanceMs',
  'resumeAllowanceMs',
  'run',
  'onWarning',
  'clock',
  'record',
] as const satisfies readonly (keyof LambdaRunnerOptions)[]

export interface CheckedLambdaRunnerOptions extends Required<LambdaRunnerOptions> {
  /** The cluster's, with its calls counted. */
  readonly transport: CountedTransport
}

/** Fills in the defaults and checks every option. @throws TrialfanError OPTION */
export function checkLambdaRunnerOptions(options: LambdaRunnerOptions, newRunId: (now: number) => string): CheckedLambdaRunnerOptions {
  checkOptionNames('LambdaParallelRunner', options, NAMES)
  const clock = options.clock ?? steadyClock
  const checked = {
    ownsCluster: false,
    patienceSeconds: 5,
    workers: null,
    record: null,
    lostWorkerRetries: 1,
    startAllowanceMs: 5 * 60_000,
    resultAllowanceMs: 30_000,
    resumeAllowanceMs: 5_000,
    onWarning: () => undefined,
    ...withoutUndefined(options),
    run: options.run ?? newRunId(clock.now()),
    clock,
    transport: new CountedTransport(options.cluster.transport),
  }
  check('patienceSeconds', checked.patienceSeconds, (value) => value >= 0, 'a number of seconds, 0 or more')
  if (checked.workers !== null)
    check('workers', checked.workers, (value) => Number.isInteger(value) && value >= 1, 'a whole number, 1 or more')
  check('lostWorkerRetries', checked.lostWorkerRetries, (value) => Number.isInteger(value) && value >= 0, 'a whole number, 0 or more')
  check('startAllowanceMs', checked.startAllowanceMs, (value) => value > 0, 'milliseconds, more than 0')
  check('resultAllowanceMs', checked.resultAllowanceMs, (value) => value > 0, 'milliseconds, more than 0')
  check('resumeAllowanceMs', checked.resumeAllowanceMs, (value) => value > 0, 'milliseconds, more than 0')
  return checked
}

function check(name: string, value: unknown, holds: (value: number) => boolean, expected: string): void {
  if (typeof value === 'number' && holds(value)) return
  throw new TrialfanError('OPTION', `${name}: expected ${expected}, got ${describe(value)}`, { name })
}

function withoutUndefined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T
}
