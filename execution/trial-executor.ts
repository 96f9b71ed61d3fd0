import { TrialfanError } from '../contract/errors.ts'
import { StatusType } from '../contract/status.ts'
import { TARGET_NOT_LOADED } from '../contract/target-not-loaded.ts'
import type { JsonObject } from '../contract/trial.ts'
import type { ExecutionClock } from './execution-clock.ts'
import type { ExecutionOutcome } from './execution-outcome.ts'
import type { ExecutionRequest, PreparedTarget } from './execution-request.ts'
import { ResidentMemory } from './resident-memory.ts'
import { systemClock } from './system-clock.ts'
import { TargetThread, type ThreadLoss } from './target-thread.ts'
import { TrialRun, type TrialVerdict } from './trial-run.ts'
import { WaitedForCpu } from './waited-for-cpu.ts'

export interface TrialExecutorOptions {
  /** Memory of the whole process, MiB (the function's size); null where only a trial's own limit holds. */
  readonly memoryMiB: number | null
  /** Gets what targets write to the console, line by line, and what the executor has to say. */
  readonly log: (line: string) => void
  readonly clock?: ExecutionClock
  /** Look now and then (after the 1st, 2nd, 4th, 8th … trial of a thread) whether a target wrote into scattered data. Default false. */
  readonly checkData?: boolean
  /** The built `execution/thread` entry, where it is not this file's sibling (in a bundle). */
  readonly threadFile?: URL | string
}

/** The system needs room to end a thread before the platform ends the process. */
const PROCESS_MARGIN_MIB = 64
const PROCESS_MARGIN_SHARE = 0.1
/** One that runs, and one of another target or another limit. */
const MAX_WARM_THREADS = 2
/** Memory comes back within a few ms of a thread's end; an operation inside Node that cannot be interrupted keeps the thread. */
const MEMORY_LOOKS = 75
const MEMORY_LOOK_MS = 20
/** A cold import on a small function's share of a core takes seconds, whatever the limit of a trial. */
const MIN_START_LIMIT_MS = 5_000

/**
 * Runs trials, one at a time, in a thread that stays warm between them and can be ended in the middle of one.
 * Whatever a target does, `run` resolves with one outcome, and the next trial runs as if nothing had been.
 */
export class TrialExecutor implements AsyncDisposable {
  readonly #options: TrialExecutorOptions
  readonly #clock: ExecutionClock
  readonly #memory = new ResidentMemory()
  readonly #waitedFor = new WaitedForCpu()
  readonly #threadFile: URL | string
  /** By what they were made for; the least recently used first. */
  readonly #threads = new Map<string, TargetThread>()
  #running: { readonly stop: AbortController; readonly ended: Promise<unknown> } | null = null
  /** The thread that the last trial took with it. */
  #lost: TargetThread | null = null
  #closed = false
  #trials = 0

  constructor(options: TrialExecutorOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    // Unbuilt, this file and its sibling are TypeScript; built, both are JavaScript.
    this.#threadFile = options.threadFile ?? new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url)
  }

  /** Starts a thread and loads the target, so that the first trial finds it warm. A target that cannot be loaded is told by its first trial. */
  async prepare(target: PreparedTarget): Promise<void> {
    this.#checkOpen()
    const thread = this.#threadFor(target)
    thread.hold()
    await thread.started
    if (this.#running === null) thread.release()
  }

  /**
   * Runs one trial. A fault of the trial is an outcome, never a rejection.
   * The time limit counts from the call of the target. Starting a thread and loading the module before it may take as long again,
   * and 5 s in any case; a module that takes longer is a TIMEOUT, whose `runtimeMs` is the time it had.
   * @throws TrialfanError with code EXECUTOR_CLOSED or EXECUTOR_BUSY when it is called after `close` or while a trial runs.
   */
  async run(request: ExecutionRequest, options: { readonly signal?: AbortSignal } = {}): Promise<ExecutionOutcome> {
    this.#checkOpen()
    if (this.#running !== null)
      throw new TrialfanError('EXECUTOR_BUSY', 'expected one trial at a time, got a second one while the first runs')
    const stop = new AbortController()
    const onAbort = (): void => stop.abort()
    if (options.signal?.aborted) onAbort()
    options.signal?.addEventListener('abort', onAbort, { once: true })
    const ended = this.#run(request, stop.signal)
    this.#running = { stop, ended }
    try {
      return await ended
    } finally {
      this.#running = null
      options.signal?.removeEventListener('abort', onAbort)
    }
  }

  /**
   * Waits until the thread that an ended trial took with it is gone and its memory is back, 1.5 s at most.
   * A platform that watches the process would blame the next trial for it.
   * @returns false when that does not happen: this process should end, and run no other trial.
   */
  async recover(): Promise<boolean> {
    const limit = this.#processLimitMiB()
    const lost = this.#lost
    this.#lost = null
    if (limit === null || lost === null) return true
    let exited = false
    void lost.exited.then(() => {
      exited = true
    })
    await Promise.race([lost.exited, this.#pause(MEMORY_LOOK_MS)])
    // Looks are counted, not time: on a machine that is busy with other things the time may be over before anything could happen.
    for (let looks = 0; looks < MEMORY_LOOKS; looks++) {
      if (exited && this.#memory.nowMiB(this.#clock.now()) < limit) return true
      await this.#pause(MEMORY_LOOK_MS)
    }
    return false
  }

  #pause(delayMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#clock.after(delayMs, resolve)
    return promise
  }

  /** Ends every thread; a trial that runs is cancelled. */
  async close(): Promise<void> {
    this.#closed = true
    this.#running?.stop.abort()
    await this.#running?.ended
    const threads = [...this.#threads.values()]
    this.#threads.clear()
    await Promise.all(threads.map((thread) => thread.end()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #run(request: ExecutionRequest, stop: AbortSignal): Promise<ExecutionOutcome> {
    const first = await this.#attempt(request, stop)
    if (first !== 'blameless') return first
    this.#options.log('what an earlier trial left running took the thread of this one: it runs again in a new thread')
    const second = await this.#attempt(request, stop)
    return second === 'blameless'
      ? this.#failed(StatusType.CRASHED, 'the thread was lost twice to what an earlier trial left running', 'ThreadLost')
      : second
  }

  async #attempt(request: ExecutionRequest, signal: AbortSignal): Promise<TrialVerdict> {
    if (signal.aborted) return this.#failed(StatusType.CRASHED, 'cancelled', 'Cancelled')
    await this.#makeRoom()
    const startedAt = this.#clock.now()
    const thread = this.#threadFor(request)
    const loss = await this.#started(thread, request, signal)
    if (loss !== null) {
      await this.#discard(thread)
      const status = loss.status ?? (loss.outOfMemory ? StatusType.MEMORYOUT : StatusType.CRASHED)
      const isTargets = loss.status === undefined && !loss.outOfMemory
      const more = { traceback: loss.fault.traceback, ...(isTargets && { errorCode: TARGET_NOT_LOADED }) }
      return this.#failed(status, loss.fault.error, loss.fault.errorType, more, startedAt)
    }
    const { objectives, configuration, instance, features, seed, budget, stopAbove, limits } = request
    const order = {
      kind: 'trial',
      trial: ++this.#trials,
      objectives,
      configuration,
      instance,
      features,
      seed,
      budget,
      stopAbove,
      timeMs: limits.timeMs,
    } as const
    const verdict = await new TrialRun(thread, order, {
      clock: this.#clock,
      memory: this.#memory,
      waitedFor: this.#waitedFor,
      memoryMiB: limits.memoryMiB,
      processLimitMiB: this.#processLimitMiB(),
      signal,
    }).run()
    if (!thread.usable) {
      this.#lost = thread
      this.#replace(thread, request)
    }
    return verdict
  }

  /** Waits for a thread to be ready, for as long as that is worth it. */
  async #started(
    thread: TargetThread,
    request: PreparedTarget,
    signal: AbortSignal,
  ): Promise<(ThreadLoss & { readonly status?: StatusType }) | null> {
    if (thread.trials > 0) return null
    const { timeMs } = request.limits
    const { promise: stopped, resolve: stop } = Promise.withResolvers<ThreadLoss & { readonly status: StatusType }>()
    const fail = (status: StatusType, error: string, errorType: string): void =>
      stop({ status, outOfMemory: false, fault: { error, errorType, traceback: '' } })
    const limitMs = timeMs === null ? null : Math.max(timeMs, MIN_START_LIMIT_MS)
    const cancelTimer =
      limitMs === null
        ? () => undefined
        : this.#clock.after(limitMs, () => fail(StatusType.TIMEOUT, `the target's module was not loaded within ${limitMs} ms`, 'TimeLimit'))
    const onAbort = (): void => fail(StatusType.CRASHED, 'cancelled', 'Cancelled')
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    thread.hold()
    try {
      return await Promise.race([thread.started, stopped])
    } finally {
      thread.release()
      cancelTimer()
      signal.removeEventListener('abort', onAbort)
    }
  }

  #threadFor(target: PreparedTarget): TargetThread {
    const key = this.#key(target)
    const warm = this.#threads.get(key)
    this.#threads.delete(key)
    const thread = warm?.usable ? warm : this.#start(target)
    this.#threads.set(key, thread)
    for (const [otherKey, other] of this.#threads) {
      if (this.#threads.size <= MAX_WARM_THREADS) break
      this.#threads.delete(otherKey)
      void other.end()
    }
    return thread
  }

  #start({ targetFile, exportName, data, limits }: PreparedTarget): TargetThread {
    return new TargetThread(
      { targetFile, exportName, data, checkData: this.#options.checkData ?? false },
      { threadFile: this.#threadFile, heapMiB: limits.memoryMiB ?? this.#options.memoryMiB, log: this.#options.log },
    )
  }

  /** The next thread starts as soon as the last one has given its memory back, ahead of the next trial. */
  #replace(lost: TargetThread, target: PreparedTarget): void {
    void lost.exited.then(() => {
      if (!this.#closed && this.#threads.get(this.#key(target)) === lost) this.#threadFor(target)
    })
  }

  async #discard(thread: TargetThread): Promise<void> {
    for (const [key, known] of this.#threads) if (known === thread) this.#threads.delete(key)
    await thread.end()
  }

  /** A process that is full before a trial begins is full of what earlier ones left in their threads. */
  async #makeRoom(): Promise<void> {
    const limit = this.#processLimitMiB()
    if (limit === null || this.#memory.recentMiB(this.#clock.now()) < limit) return
    const used = [...this.#threads.values()].filter((thread) => thread.trials > 0)
    if (used.length > 0) this.#options.log('the memory is full of what earlier trials left: starting with a new thread')
    await Promise.all(used.map((thread) => this.#discard(thread)))
  }

  #processLimitMiB(): number | null {
    const { memoryMiB } = this.#options
    return memoryMiB === null ? null : memoryMiB - Math.min(PROCESS_MARGIN_MIB, memoryMiB * PROCESS_MARGIN_SHARE)
  }

  #key({ targetId, exportName, data, limits }: PreparedTarget): string {
    return JSON.stringify([targetId, exportName, data?.reference.sha256, limits.memoryMiB])
  }

  /** A trial that ended before its target was called. */
  #failed(
    status: StatusType,
    error: string,
    errorType: string,
    more: JsonObject = {},
    startedAt: number = this.#clock.now(),
  ): ExecutionOutcome {
    const info = { error, errorType, ...more }
    const endedAt = Math.max(startedAt, this.#clock.now())
    return {
      status,
      cost: null,
      runtimeMs: endedAt - startedAt,
      cpuTimeMs: 0,
      startedAt,
      endedAt,
      info,
      peakRssMiB: this.#memory.recentMiB(this.#clock.now()),
    }
  }

  #checkOpen(): void {
    if (this.#closed) throw new TrialfanError('EXECUTOR_CLOSED', 'this executor is closed; make a new one')
  }
}
