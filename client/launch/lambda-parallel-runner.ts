import { LocalCluster } from '../local/local-cluster.ts'
import type { LocalClusterOptions } from '../local/local-cluster-options.ts'
import type { Cluster } from '../runner/cluster.ts'
import { LambdaRunner } from '../runner/lambda-runner.ts'
import { type CheckedLambdaRunnerOptions, checkLambdaRunnerOptions, type LambdaRunnerOptions } from '../runner/lambda-runner-options.ts'
import { type OpenRun, openRun } from '../runner/open-run.ts'
import type { TargetFunctionRunner } from '../runner/target-function-runner.ts'
import type { ObjectPort } from '../runner/transport.ts'
import { newRunId } from './new-run-id.ts'

export interface LambdaParallelRunnerOptions extends Omit<LambdaRunnerOptions, 'cluster' | 'ownsCluster'> {
  /** Where the trials run. Default: an embedded local cluster of its own, closed together with the runner. */
  readonly cluster?: Cluster
  /** Ends the start-up. */
  readonly signal?: AbortSignal
}

/**
 * Runs a single worker's trials in parallel, every trial a Lambda (SMAC: `DaskParallelRunner`).
 *
 * @example
 * await using runner = await LambdaParallelRunner.create(new TargetFunctionRunner({ target, scenario }))
 * await runner.submitTrial({ configuration: { x: 2 }, seed: 0 })
 * await runner.wait()
 * for (const [info, value] of runner.iterResults()) use(info.configuration, value.cost)
 */
export class LambdaParallelRunner extends LambdaRunner {
  /** The cluster's bucket; what is done there through it is billed to the run. */
  readonly objects: ObjectPort

  /** @throws TargetError when the target cannot be shipped, TransportError when the cluster cannot be reached, TrialfanError OPTION */
  static async create(worker: TargetFunctionRunner, options: LambdaParallelRunnerOptions = {}): Promise<LambdaParallelRunner> {
    const { cluster: given, signal = new AbortController().signal, ...rest } = options
    const bundling = worker.bundle()
    bundling.catch(() => undefined)
    const cluster = given ?? (await LocalCluster.start(embeddedOptions(worker, rest.workers ?? null)))
    try {
      const checked = checkLambdaRunnerOptions({ ...rest, cluster, ownsCluster: given === undefined }, newRunId)
      const run = await openRun(worker, checked, signal)
      checked.record?.begin(run.queue)
      const runner = new LambdaParallelRunner(worker, checked, run)
      await runner.begin()
      return runner
    } catch (cause) {
      if (given === undefined) await cluster.close()
      throw cause
    }
  }

  private constructor(worker: TargetFunctionRunner, options: CheckedLambdaRunnerOptions, run: OpenRun) {
    super(worker, options, run)
    this.objects = options.transport.objects
  }
}

/** Sizes of an embedded cluster's workers for a study with a memory ladder, MiB. */
const LADDER_MIB = [1769, 3538]

function embeddedOptions({ settings }: TargetFunctionRunner, workers: number | null): LocalClusterOptions {
  return { ...(workers !== null && { workers }), ...(settings.memoryLadder === true && { memoryMiB: LADDER_MIB }) }
}
