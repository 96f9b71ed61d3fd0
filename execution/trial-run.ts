import { StatusType } from '../contract/status.ts'
import type { JsonObject, JsonValue } from '../contract/trial.ts'
import type { ExecutionClock } from './execution-clock.ts'
import type { ExecutionOutcome } from './execution-outcome.ts'
import type { ResidentMemory } from './resident-memory.ts'
import type { TargetThread, ThreadListener, ThreadLoss } from './target-thread.ts'
import type { ThreadMessage, ThreadOutcome, TrialOrder } from './thread/thread-message.ts'
import type { WaitedForCpu } from './waited-for-cpu.ts'

/** Short trials end before the first look. */
const FIRST_WATCH_MS = 20
const WATCH_EVERY_MS = 25
/** A thread that was idle takes up a trial within a fraction of a millisecond. */
const LONGEST_START_MS = 1000
/** For reading a large info, and for looking through scattered data. */
const AFTERWARDS_MS = 60_000
const CANCEL_GRACE_MS = 50
/** For a target to clean up after `report` has thrown. */
const STOP_GRACE_MS = 50
const CPU_ANSWER_MS = 20
const END_ANSWER_MS = 100
/** The thread itself waits for the processes that it started, unless it is busy. */
const PROCESS_LOOKS = 10
const PROCESS_LOOK_MS = 5
/** A process takes longer than this to start: a shorter trial has had none. */
const SHORTEST_WITH_PROCESS_MS = 1

export interface TrialRunOptions {
  readonly clock: ExecutionClock
  readonly memory: ResidentMemory
  readonly waitedFor: WaitedForCpu
  /** How much the process may grow during this trial, MiB. */
  readonly memoryMiB: number | null
  /** Where the process as a whole has to stop, MiB. */
  readonly processLimitMiB: number | null
  readonly signal: AbortSignal
}

type StopMessage = Extract<ThreadMessage, { readonly kind: 'stop' }>

/** Not this trial's fault: what an earlier trial left behind took its thread. */
export type TrialVerdict = ExecutionOutcome | 'blameless'

/** One trial as the main thread sees it: watches time and memory, and ends the thread when either is used up. */
export class TrialRun implements ThreadListener {
  readonly #thread: TargetThread
  readonly #order: TrialOrder
  readonly #options: TrialRunOptions
  readonly #reports: JsonValue[] = []
  readonly #verdict = Promise.withResolvers<TrialVerdict>()
  readonly #startedAt: number
  readonly #cpuAtStart: NodeJS.CpuUsage
  readonly #memoryAtStart: number
  #processesMiB: number
  #peakMiB: number
  #cancelWatch: () => void = () => undefined
  #cancelDeadline: () => void = () => undefined
  #over = false
  #cancelled = false
  #stopped: StopMessage | null = null

  constructor(thread: TargetThread, order: TrialOrder, options: TrialRunOptions) {
    this.#thread = thread
    this.#order = order
    this.#options = options
    this.#startedAt = options.clock.now()
    this.#cpuAtStart = process.cpuUsage()
    this.#processesMiB = thread.keepsProcesses ? thread.processes.residentMiB() : 0
    this.#memoryAtStart = options.memory.recentMiB(this.#startedAt) + this.#processesMiB
    this.#peakMiB = this.#memoryAtStart
  }

  /** Sends the trial to its thread. Resolves when it ended, one way or another. */
  run(): Promise<TrialVerdict> {
    const { clock, signal } = this.#options
    const { timeMs } = this.#order
    this.#thread.listen(this)
    this.#thread.hold()
    this.#thread.send(this.#order)
    this.#cancelWatch = clock.after(FIRST_WATCH_MS, () => this.#watch())
    if (timeMs !== null) this.#cancelDeadline = clock.after(timeMs, () => this.#onOutOfTime())
    if (signal.aborted) this.#onAbort()
    else signal.addEventListener('abort', this.#onAbort, { once: true })
    return this.#verdict.promise
  }

  onMessage(message: ThreadMessage): void {
    if (this.#over || !('trial' in message)) return
    if (message.kind === 'exit') this.#onExit(message.trial, message.code, message.cpuMs)
    else if (message.trial !== this.#order.trial) return
    else if (message.kind === 'report') this.#reports.push({ budget: message.budget, cost: message.cost })
    else if (message.kind === 'stop') this.#onStop(message)
    else if (message.kind === 'returned') this.#onReturned()
    else this.#onEnded(message.outcome, message.spent)
  }

  onLost(loss: ThreadLoss): void {
    if (this.#over) return
    if (this.#isBlameless()) this.#settleBlameless()
    else void this.#lose(loss.outOfMemory ? StatusType.MEMORYOUT : StatusType.CRASHED, loss.fault)
  }

  #onEnded(outcome: ThreadOutcome, spent: boolean): void {
    this.#stop()
    const ended = this.#withProcesses(outcome)
    if (spent) void this.#thread.end()
    if (this.#cancelled) this.#settle({ ...ended, status: StatusType.CRASHED, cost: null, info: CANCELLED })
    else this.#settle(this.#stopped === null ? ended : { ...ended, ...stoppedEarly(this.#stopped) })
  }

  #onStop(message: StopMessage): void {
    if (this.#stopped !== null || this.#cancelled) return
    this.#stopped = message
    this.#cancelDeadline()
    this.#cancelDeadline = this.#options.clock.after(STOP_GRACE_MS, () => void this.#lose(StatusType.STOPPED, {}))
  }

  /** With the CPU time of the processes that the target has waited for; what it leaves running is the next trial's start. */
  #withProcesses(outcome: ThreadOutcome): ThreadOutcome {
    if (outcome.runtimeMs < SHORTEST_WITH_PROCESS_MS) return outcome
    this.#thread.keepsProcesses = this.#thread.processes.list().length > 0
    const processMs = this.#options.waitedFor.takeMs()
    return outcome.cpuIsWhole === true ? outcome : { ...outcome, cpuTimeMs: outcome.cpuTimeMs + processMs }
  }

  /** The target kept its time; what it returned may still be hard to read. */
  #onReturned(): void {
    // Stopped early, it may not go on with what it returned.
    if (this.#stopped !== null) return
    this.#cancelDeadline()
    const error = `what the target returned could not be read and checked within ${AFTERWARDS_MS} ms`
    this.#cancelDeadline = this.#options.clock.after(AFTERWARDS_MS, () => {
      void this.#lose(StatusType.CRASHED, { error, errorType: 'TimeLimit' })
    })
  }

  #onExit(trial: number | null, code: string, cpuMs: number): void {
    // A callback that an earlier trial, or the module as it was loaded, left behind.
    if (trial !== this.#order.trial && this.#thread.trials > 1) this.#settleBlameless()
    else void this.#lose(StatusType.CRASHED, { error: `the target called process.exit(${code})`, errorType: 'ProcessExit' }, cpuMs)
  }

  #onOutOfTime(): void {
    const error = `the trial ran longer than its time limit of ${this.#order.timeMs} ms`
    if (this.#isBlameless()) this.#settleBlameless()
    else void this.#lose(StatusType.TIMEOUT, { error, errorType: 'TimeLimit' })
  }

  #watch(): void {
    const now = this.#options.clock.now()
    this.#processesMiB = this.#thread.processes.residentMiB()
    const residentMiB = this.#options.memory.nowMiB(now) + this.#processesMiB
    this.#peakMiB = Math.max(this.#peakMiB, residentMiB)
    const error = this.#memoryError(residentMiB)
    if (now - this.#startedAt > LONGEST_START_MS && this.#isBlameless()) this.#settleBlameless()
    else if (error !== null) void this.#lose(StatusType.MEMORYOUT, { error, errorType: 'MemoryLimit' })
    else this.#cancelWatch = this.#options.clock.after(WATCH_EVERY_MS, () => this.#watch())
  }

  #memoryError(residentMiB: number): string | null {
    const { memoryMiB, processLimitMiB } = this.#options
    const grown = residentMiB - this.#memoryAtStart
    if (memoryMiB !== null && grown > memoryMiB) {
      return `the trial took ${Math.round(grown)} MiB of memory; its limit is ${memoryMiB} MiB`
    }
    if (processLimitMiB !== null && residentMiB > processLimitMiB) {
      return `the process took ${Math.round(residentMiB)} MiB of memory; it has to stop at ${Math.round(processLimitMiB)} MiB`
    }
    return null
  }

  readonly #onAbort = (): void => {
    this.#cancelled = true
    this.#thread.send({ kind: 'cancel', trial: this.#order.trial })
    this.#cancelDeadline()
    this.#cancelDeadline = this.#options.clock.after(CANCEL_GRACE_MS, () => void this.#lose(StatusType.CRASHED, CANCELLED))
  }

  /** True when the thread has not even begun this trial, because an earlier one keeps it busy. */
  #isBlameless(): boolean {
    return this.#thread.trials > 1 && !this.#cancelled && !this.#thread.board.hasBegun(this.#order.trial)
  }

  #settleBlameless(): void {
    this.#stop()
    void this.#thread.end()
    this.#thread.release()
    this.#verdict.resolve('blameless')
  }

  /** Ends a trial together with its thread. */
  async #lose(status: StatusType, info: JsonObject, threadCpuMs: number | null = null): Promise<void> {
    if (this.#over) return
    this.#stop()
    const endedAt = this.#options.clock.now()
    const runtimeMs = Math.max(0, endedAt - this.#startedAt)
    const ownCpuMs = threadCpuMs === null ? await this.#cpuTimeMs() : Math.max(0, threadCpuMs - this.#thread.board.cpuMsAtStart)
    const processCpuMs = await this.#endProcesses()
    await this.#atMost(END_ANSWER_MS, this.#thread.end())
    const times = { runtimeMs, cpuTimeMs: ownCpuMs + processCpuMs, startedAt: this.#startedAt, endedAt }
    this.#settle({ ...times, ...(this.#stopped === null || this.#cancelled ? { status, cost: null, info } : stoppedEarly(this.#stopped)) })
  }

  /** Ends what the target has started and not waited for. Gives the CPU time of all that it started in this trial. */
  async #endProcesses(): Promise<number> {
    const { processes } = this.#thread
    const { clock, waitedFor } = this.#options
    const cpuMs = waitedFor.takeMs() + processes.cpuMs()
    processes.end()
    for (let looks = 0; looks < PROCESS_LOOKS && processes.list().length > 0; looks++) {
      const { promise, resolve } = Promise.withResolvers<void>()
      clock.after(PROCESS_LOOK_MS, resolve)
      await promise
    }
    // Already counted, as they were before their end.
    waitedFor.takeMs()
    return cpuMs
  }

  async #cpuTimeMs(): Promise<number> {
    const spent = await this.#atMost(CPU_ANSWER_MS, this.#thread.cpuMs())
    if (typeof spent === 'number') return Math.max(0, spent - this.#thread.board.cpuMsAtStart)
    const { user, system } = process.cpuUsage(this.#cpuAtStart)
    return (user + system) / 1000
  }

  async #atMost<T>(limitMs: number, promise: Promise<T>): Promise<T | null> {
    const { promise: late, resolve } = Promise.withResolvers<null>()
    const cancel = this.#options.clock.after(limitMs, () => resolve(null))
    const first = await Promise.race([promise, late])
    cancel()
    return first
  }

  #settle({ cpuIsWhole: _, ...outcome }: ThreadOutcome): void {
    const info = this.#reports.length === 0 ? outcome.info : { ...outcome.info, reports: this.#reports }
    const peakRssMiB = Math.max(this.#peakMiB, this.#options.memory.recentMiB(this.#options.clock.now()) + this.#processesMiB)
    this.#thread.release()
    this.#verdict.resolve({ ...outcome, info, peakRssMiB })
  }

  #stop(): void {
    this.#over = true
    this.#cancelWatch()
    this.#cancelDeadline()
    this.#options.signal.removeEventListener('abort', this.#onAbort)
    this.#thread.listen(null)
  }
}

const CANCELLED: JsonObject = { error: 'cancelled', errorType: 'Cancelled' }

function stoppedEarly({ cost, stopped }: StopMessage): Pick<ExecutionOutcome, 'status' | 'cost' | 'info'> {
  return { status: StatusType.STOPPED, cost: [cost], info: { stopped: { ...stopped } } }
}
