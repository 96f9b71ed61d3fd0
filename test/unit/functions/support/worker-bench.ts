import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventClaimKey } from '../../../../contract/object-keys.ts'
import { PROTOCOL_VERSION } from '../../../../contract/protocol.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { TrialEvent } from '../../../../contract/trial-event.ts'
import type { ExecutionOutcome } from '../../../../execution/execution-outcome.ts'
import type { ExecutionRequest } from '../../../../execution/execution-request.ts'
import { CancelledRuns } from '../../../../functions/worker/cancelled-runs.ts'
import { CountedStore } from '../../../../functions/worker/counted-store.ts'
import { DataStore } from '../../../../functions/worker/data-store.ts'
import { FileCache } from '../../../../functions/worker/file-cache.ts'
import { type HandleAnswer, handle } from '../../../../functions/worker/handle.ts'
import type { TrialRunner } from '../../../../functions/worker/trial-runner.ts'
import { WorkerEnvironment } from '../../../../functions/worker/worker-environment.ts'
import type { WorkerPorts } from '../../../../functions/worker/worker-ports.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'
import { MemoryBucket } from './memory-bucket.ts'
import { ResultQueue } from './result-queue.ts'

export const QUEUE_URL = 'http://127.0.0.1:9324/000000000000/trialfan-run-r1'

/** A runner whose trials do what `behave` says; by default they cost 4. */
class ScriptedRunner implements TrialRunner {
  readonly requests: ExecutionRequest[] = []
  /** Resolves when the first trial starts. */
  readonly started = Promise.withResolvers<void>()
  behave: (request: ExecutionRequest, signal: AbortSignal) => Promise<Partial<ExecutionOutcome>> = async () => ({})
  /** False: the memory of the last trial does not come back. */
  recovers = true
  readonly #clock: VirtualClock

  constructor(clock: VirtualClock) {
    this.#clock = clock
  }

  async run(request: ExecutionRequest, { signal }: { readonly signal: AbortSignal }): Promise<ExecutionOutcome> {
    this.requests.push(request)
    this.started.resolve()
    const startedAt = this.#clock.now()
    const outcome = await this.behave(request, signal)
    const endedAt = this.#clock.now()
    const times = { startedAt, endedAt, runtimeMs: endedAt - startedAt, cpuTimeMs: 1, peakRssMiB: 50 }
    return { status: StatusType.SUCCESS, cost: [4], info: {}, ...times, ...outcome }
  }

  async recover(): Promise<boolean> {
    return this.recovers
  }
}

/** A worker with everything around it in memory. */
export class WorkerBench {
  readonly clock = new VirtualClock()
  readonly bucket = new MemoryBucket()
  readonly queue = new ResultQueue()
  readonly runner = new ScriptedRunner(this.clock)
  readonly lines: string[] = []
  /** How many results had been sent when the worker ended its process. */
  endedAfter: number | null = null
  readonly target = this.bucket.put('export default () => 4')
  readonly #folder = mkdtempSync(join(tmpdir(), 'worker-'))
  readonly #ports: WorkerPorts

  constructor() {
    const { clock, queue: sender, runner } = this
    const store = new CountedStore(this.bucket)
    const log = (line: string): void => void this.lines.push(line)
    const files = new FileCache({ store, folder: this.#folder, capacityBytes: 2 ** 26 })
    this.#ports = {
      stack: 'trialfan',
      store,
      sender,
      runner,
      files,
      data: new DataStore({ store, files, capacityBytes: 2 ** 26 }),
      cancelled: new CancelledRuns({ store, clock, log }),
      environment: new WorkerEnvironment({ id: 'environment-1', initMs: 70, memoryMiB: 1769, processor: 'arm64', store, clock }),
      clock,
      log,
      endProcess: () => {
        this.endedAfter = this.queue.messages.length
      },
    }
  }

  event(changes: Partial<TrialEvent> = {}): TrialEvent {
    return {
      protocol: PROTOCOL_VERSION,
      run: 'r1',
      trial: 7,
      attempt: 1,
      session: 0,
      notAfter: this.clock.now() + 60_000,
      resultQueueUrl: QUEUE_URL,
      target: { ...this.target, export: 'default' },
      objectives: ['cost'],
      data: null,
      configuration: { x: 2 },
      instance: null,
      features: null,
      budget: null,
      seed: 3,
      limits: { timeMs: 5_000, memoryMiB: null },
      ...changes,
    }
  }

  /** The event's body in the bucket, and an event with a claim on it. */
  claimed(body: unknown): { readonly [key: string]: unknown } {
    const { protocol, run, trial, attempt, notAfter, resultQueueUrl } = this.event()
    const stored = this.bucket.put(JSON.stringify(body))
    const key = eventClaimKey(run, trial, attempt, stored.sha256)
    this.bucket.objects.set(key, this.bucket.objects.get(stored.key) ?? new Uint8Array())
    return { protocol, run, trial, attempt, notAfter, resultQueueUrl, claim: { ...stored, key } }
  }

  /** Handles an event as Lambda would bring it, as JSON. */
  handle(event: unknown, remainingMs = 900_000): Promise<HandleAnswer> {
    const deadline = this.clock.now() + remainingMs
    const invocation = { requestId: 'request-1', remainingMs: () => deadline - this.clock.now() }
    return handle(JSON.parse(JSON.stringify(event)), invocation, this.#ports)
  }

  get results(): readonly Record<string, unknown>[] {
    return this.queue.messages.map(({ body }) => body as Record<string, unknown>)
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
