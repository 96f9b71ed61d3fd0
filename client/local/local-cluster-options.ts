import { existsSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { checkOptionNames } from '../../contract/check-option-names.ts'
import type { WorkerSize } from '../../contract/deployment.ts'
import { ShapeError } from '../../contract/errors.ts'
import { Faults } from './faults.ts'

export interface LocalClusterOptions {
  /** Trials that run at once. Default: the machine's available cores. */
  readonly workers?: number
  /**
   * A worker's memory, MiB; a worker that uses more is killed, as on Lambda (Linux only). Default 1,769.
   * Several, in rising order, are the sizes of a memory ladder: trials begin on the first.
   */
  readonly memoryMiB?: number | readonly number[]
  /** The worker function's time-out, ms. Default 900,000. */
  readonly timeoutMs?: number
  /** The stack's name: functions, bucket and queues carry it. Default `trialfan-local`. */
  readonly stack?: string
  /** Default `<stack>-objects`. */
  readonly bucket?: string
  /** The worker function's reserved concurrency, or null for none. Default null. */
  readonly reservedConcurrency?: number | null
  /** The account's concurrency. Default: `workers`. */
  readonly accountConcurrency?: number
  /** Start the workers at once and wait until they are ready. Default true. */
  readonly warm?: boolean
  /** Planned misbehaviour, for tests. */
  readonly faults?: Faults
  /** Where the cluster's temporary folder is made. Default: the system's. */
  readonly directory?: string
  /** How long a limit that was read is believed, ms. Default 200. */
  readonly limitsMaxAgeMs?: number
}

const WHAT = 'LocalCluster'
const OPTIONS = [
  'workers',
  'memoryMiB',
  'timeoutMs',
  'stack',
  'bucket',
  'reservedConcurrency',
  'accountConcurrency',
  'warm',
  'faults',
  'directory',
  'limitsMaxAgeMs',
] as const satisfies readonly (keyof LocalClusterOptions)[]
const WORKER = 'trialfan-worker'

/** Defaults merged and values checked, in one place. @throws ShapeError */
export function checkLocalClusterOptions(options: LocalClusterOptions) {
  checkOptionNames(WHAT, options, OPTIONS)
  const concurrency = whole('workers', options.workers ?? availableParallelism(), 0, 10_000)
  const stack = options.stack ?? 'trialfan-local'
  if (!/^[a-z][a-z0-9-]{0,34}$/.test(stack)) {
    throw new ShapeError(WHAT, 'stack', 'a-z, 0-9 and "-", at most 35 characters, the first a letter', stack)
  }
  const bucket = options.bucket ?? `${stack}-objects`
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new ShapeError(WHAT, 'bucket', '3 to 63 characters of a-z, 0-9, "." and "-"', bucket)
  }
  const directory = options.directory ?? tmpdir()
  if (!existsSync(directory)) throw new ShapeError(WHAT, 'directory', 'a folder that exists', directory)
  return {
    stack,
    bucket,
    workers: workerSizes(options.memoryMiB ?? 1769),
    relayFunction: 'trialfan-failure-relay',
    timeoutMs: whole('timeoutMs', options.timeoutMs ?? 900_000, 1, 900_000),
    accountConcurrency: checkConcurrency('accountConcurrency', options.accountConcurrency ?? concurrency) ?? concurrency,
    reservedConcurrency: checkConcurrency('reservedConcurrency', options.reservedConcurrency ?? null),
    warm: options.warm ?? true,
    faults: options.faults ?? new Faults(),
    directory,
    limitsMaxAgeMs: whole('limitsMaxAgeMs', options.limitsMaxAgeMs ?? 200, 0, 3_600_000),
  }
}

function workerSizes(given: number | readonly number[]): readonly [WorkerSize, ...WorkerSize[]] {
  const [first, ...larger] = (typeof given === 'number' ? [given] : given).map((size) => whole('memoryMiB', size, 128, 10_240))
  if (first === undefined || larger.some((size, i) => size <= (larger[i - 1] ?? first))) {
    throw new ShapeError(WHAT, 'memoryMiB', 'one size, or several in rising order', given)
  }
  return [{ name: WORKER, memoryMiB: first }, ...larger.map((memoryMiB) => ({ name: `${WORKER}-${memoryMiB}`, memoryMiB }))]
}

/** Null is passed on: no such limit. @throws ShapeError */
export function checkConcurrency(name: string, value: number | null): number | null {
  return value === null ? null : whole(name, value, 0, 10_000)
}

function whole(name: string, value: unknown, minimum: number, maximum: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum) return value
  throw new ShapeError(WHAT, name, `a whole number from ${minimum} to ${maximum}`, value)
}
