import { functionCode } from '../../functions/bundle.ts'
import { type AwsTransport, createAwsTransport } from '../aws/aws-transport.ts'
import { systemClock } from '../runner/clock.ts'
import type { Cluster } from '../runner/cluster.ts'
import { EmbeddedCloud } from './embedded-cloud.ts'
import type { Faults } from './faults.ts'
import type { EnvironmentView } from './lambda/function-service.ts'
import { checkConcurrency, checkLocalClusterOptions, type LocalClusterOptions } from './local-cluster-options.ts'
import { stackFunctions } from './stack-functions.ts'
import { stackListing } from './stack-listing.ts'

const REGION = 'us-east-1'
const OBJECT_LIFETIME_MS = 14 * 24 * 3_600_000

/**
 * An embedded cluster: Lambda, SQS and S3 in this process and its children, behind the protocols of AWS.
 * Any AWS SDK can be pointed at `endpoint`.
 *
 * @example
 * await using cluster = await LocalCluster.start({ workers: 4 })
 */
export class LocalCluster implements Cluster {
  readonly region = REGION
  /** Nothing is charged here; a cost is that of the default stack, whatever this machine's processor is. */
  readonly billing = { isCharged: false, architecture: 'arm64' } as const
  readonly stack: string
  readonly bucket: string
  /** The worker function where trials begin. */
  readonly workerFunction: string
  readonly transport: AwsTransport
  readonly faults: Faults
  readonly #cloud: EmbeddedCloud
  readonly #sizes: number

  /** @throws ShapeError for options that do not fit; TrialfanError `ENVIRONMENT_START` when a worker cannot start */
  static async start(given: LocalClusterOptions = {}): Promise<LocalCluster> {
    const options = checkLocalClusterOptions(given)
    const [worker, relay] = await Promise.all([functionCode('worker'), functionCode('failure-relay')])
    const cloud = await EmbeddedCloud.start({
      region: REGION,
      accountConcurrency: options.accountConcurrency,
      functions: stackFunctions({ ...options, code: { worker, relay } }),
      buckets: [options.bucket],
      stacks: [stackListing({ ...options, region: REGION, objectLifetimeMs: OBJECT_LIFETIME_MS })],
      clock: systemClock,
      faults: options.faults,
      directory: options.directory,
    })
    try {
      const cluster = new LocalCluster(cloud, options)
      if (options.reservedConcurrency !== null) cluster.setLimits({ reservedConcurrency: options.reservedConcurrency })
      if (options.warm) await cloud.functions.warm(cluster.workerFunction, cluster.#limit())
      return cluster
    } catch (cause) {
      await cloud.close()
      throw cause
    }
  }

  private constructor(cloud: EmbeddedCloud, options: ReturnType<typeof checkLocalClusterOptions>) {
    this.#cloud = cloud
    this.stack = options.stack
    this.bucket = options.bucket
    this.workerFunction = options.workers[0].name
    this.#sizes = options.workers.length
    this.faults = options.faults
    this.transport = createAwsTransport({
      region: REGION,
      credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
      endpoint: cloud.endpoint,
      connect: () => cloud.connect(),
      stack: options.stack,
      bucket: options.bucket,
      workers: options.workers,
      timeoutMs: options.timeoutMs,
      objectLifetimeMs: OBJECT_LIFETIME_MS,
      limitsMaxAgeMs: options.limitsMaxAgeMs,
      accountLimit: { binding: "the embedded cluster's own number", mend: 'start the cluster with more workers, or call setLimits' },
    })
  }

  get endpoint(): string {
    return this.#cloud.endpoint
  }

  get description(): string {
    const workers = this.#limit()
    return `embedded cluster (${workers} ${workers === 1 ? 'worker' : 'workers'})`
  }

  /**
   * Changes how many trials may run at once, while they run. A reserved concurrency above the account's raises the account's:
   * there is nobody else here to share it with. `reservedConcurrency: null` lifts the reservation.
   * @throws ShapeError
   */
  setLimits(limits: { readonly reservedConcurrency?: number | null; readonly accountConcurrency?: number }): void {
    const { functions } = this.#cloud
    const { model } = functions
    const reserved =
      limits.reservedConcurrency === undefined
        ? model.reserved(this.workerFunction)
        : checkConcurrency('reservedConcurrency', limits.reservedConcurrency)
    const account =
      limits.accountConcurrency === undefined
        ? model.accountConcurrency
        : (checkConcurrency('accountConcurrency', limits.accountConcurrency) ?? 0)
    // Larger sizes run on what is not reserved: one environment of it must be left for them.
    const least = (reserved ?? 0) + (this.#sizes > 1 && reserved !== null ? 1 : 0)
    functions.feed({ kind: 'account concurrency set', concurrency: Math.max(account, least) })
    functions.feed({ kind: 'reserved concurrency set', function: this.workerFunction, reserved })
  }

  /** The execution environments that live now, the relay's included. */
  environments(): readonly EnvironmentView[] {
    return this.#cloud.functions.environments()
  }

  /**
   * Kills an environment as the out-of-memory killer would; without an id, one that runs a trial.
   * @returns its id, or null when there is none to kill
   */
  killEnvironment(id?: string): string | null {
    const workers = this.environments().filter((environment) => environment.function === this.workerFunction)
    const victim = id ?? workers.find((environment) => environment.state === 'busy')?.id
    return victim !== undefined && this.#cloud.functions.kill(victim) ? victim : null
  }

  /** The last MiB of what environments wrote to their standard output and error. */
  logs(): string {
    return this.#cloud.logs.text()
  }

  /** Ends the cluster: every process, connection and file of it is gone. Safe to call twice. */
  async close(): Promise<void> {
    this.transport.close()
    await this.#cloud.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #limit(): number {
    const { model } = this.#cloud.functions
    return model.reserved(this.workerFunction) ?? model.unreservedConcurrency
  }
}
