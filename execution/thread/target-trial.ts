import { StatusType } from '../../contract/status.ts'
import type { Target, TrialContext } from '../../contract/target.ts'
import type { JsonObject } from '../../contract/trial.ts'
import { describeThrown } from '../result/describe-thrown.ts'
import type { Fault } from '../result/fault.ts'
import { jsonInfo } from '../result/json-info.ts'
import { normaliseCost } from '../result/normalise-cost.ts'
import { type ReportedEnding, reportedEnding } from '../result/reported-ending.ts'
import { StopRule } from './stop-rule.ts'
import { threadCpuMs } from './thread-cpu-ms.ts'
import type { ThreadMessage, ThreadOutcome, TrialOrder } from './thread-message.ts'
import type { TrialBoard } from './trial-board.ts'
import type { TrialLog } from './trial-log.ts'
import { type TrialScope, trialScope } from './trial-scope.ts'
import { TrialSignal } from './trial-signal.ts'

const MAX_REPORTS = 1000
// A target may damage the globals of its thread; these are taken before it is loaded.
const { now } = Date
const { isArray } = Array
const finite = Number.isFinite
const performanceNow = performance.now.bind(performance)

/** What a thread holds for all its trials. */
export interface TrialPlace {
  readonly target: Target
  readonly data: unknown
  readonly board: TrialBoard
  readonly log: TrialLog
  readonly post: (message: ThreadMessage) => void
}

/** How a call of the target ended: with what it returned or threw, or cut short by a failure outside of the call. */
type Ending = { readonly returned: unknown } | { readonly thrown: unknown } | { readonly fault: Fault }

type Judgement = Pick<ThreadOutcome, 'status' | 'cost' | 'info'> & Partial<Pick<ThreadOutcome, 'runtimeMs' | 'cpuTimeMs' | 'cpuIsWhole'>>

/** One trial inside the thread: calls the target and makes a plain outcome of whatever comes of it. */
export class TargetTrial {
  readonly #order: TrialOrder
  readonly #place: TrialPlace
  readonly #signal: TrialSignal
  readonly #stopRule: StopRule
  #reports = 0

  constructor(order: TrialOrder, place: TrialPlace) {
    this.#order = order
    this.#place = place
    this.#signal = new TrialSignal(order.timeMs)
    this.#stopRule = new StopRule(order.stopAbove ?? [])
  }

  get number(): number {
    return this.#order.trial
  }

  cancel(): void {
    this.#signal.cancel()
  }

  /** `spent`: the target may still be running. */
  async run(): Promise<{ readonly outcome: ThreadOutcome; readonly spent: boolean }> {
    const cpuBefore = threadCpuMs()
    this.#place.board.begin(this.#order.trial, cpuBefore)
    const startedAt = now()
    const before = performanceNow()
    const ending = await this.#call()
    const runtimeMs = performanceNow() - before
    const cpuTimeMs = Math.max(0, threadCpuMs() - cpuBefore)
    this.#signal.close()
    const times = { runtimeMs, cpuTimeMs, startedAt, endedAt: now() }
    const judged = this.#judge(ending)
    return { outcome: { ...times, ...judged.judgement }, spent: 'fault' in ending || !judged.sound }
  }

  #call(): Promise<Ending> {
    return new Promise((settle) => {
      let over = false
      const end = (ending: Ending): boolean => {
        if (over) return false
        over = true
        settle(ending)
        return true
      }
      const scope: TrialScope = { trial: this.#order.trial, fail: (fault) => end({ fault }) }
      trialScope.run(scope, async () => {
        try {
          end({ returned: await trialfanCallsTarget(this.#place.target, this.#order.configuration, this.#context()) })
        } catch (thrown) {
          end({ thrown })
        }
      })
    })
  }

  #context(): TrialContext {
    const { instance, features, seed, budget } = this.#order
    const signal = this.#signal
    return {
      instance,
      features,
      seed,
      budget,
      data: this.#place.data,
      get signal() {
        return signal.signal
      },
      report: (at, cost) => this.#report(at, cost),
      log: (message) => this.#place.log.write(`${String(message)}\n`),
    }
  }

  #report(budget: number, cost: number | readonly number[]): void {
    const costs = typeof cost === 'number' ? [cost] : cost
    if (!isArray(costs) || costs.length > this.#order.objectives.length || ![budget, ...costs].every((value) => finite(value))) {
      throw new TypeError('report(budget, cost): expected a finite budget, and a finite cost or a list of one for each objective')
    }
    this.#reports++
    if (this.#reports <= MAX_REPORTS)
      this.#place.post({ kind: 'report', trial: this.#order.trial, budget, cost: typeof cost === 'number' ? cost : [...cost] })
    this.#stopEarly(budget, costs[0] as number)
  }

  /** Throws into the target, so that it can clean up; one that goes on all the same loses its thread. */
  #stopEarly(budget: number, cost: number): void {
    const stopped = this.#stopRule.judge(budget, cost)
    if (stopped === null) return
    this.#place.post({ kind: 'stop', trial: this.#order.trial, cost, stopped })
    throw this.#signal.stop()
  }

  /** `sound`: false when the result could not be built as it should be. */
  #judge(ending: Ending): { readonly judgement: Judgement; readonly sound: boolean } {
    try {
      if ('fault' in ending) return { judgement: crashed(ending.fault), sound: true }
      const judgement = 'thrown' in ending ? this.#judgeThrown(ending.thrown) : this.#judgeReturned(ending.returned)
      return { judgement, sound: true }
    } catch (thrown) {
      // A getter of what was returned, or a thread whose globals are not what they were.
      return { judgement: crashed(describeThrown(thrown)), sound: false }
    }
  }

  #judgeThrown(thrown: unknown): Judgement {
    const fault = describeThrown(thrown)
    if (this.#signal.outOfTime) return { status: StatusType.TIMEOUT, cost: null, info: fault }
    // Memory outside of the JavaScript heap that the system did not give.
    const memory = fault.errorType === 'RangeError' && fault.error === 'Array buffer allocation failed'
    return memory ? { status: StatusType.MEMORYOUT, cost: null, info: fault } : crashed(fault)
  }

  #judgeReturned(returned: unknown): Judgement {
    const reported = reportedEnding(returned)
    return reported === null ? this.#judgeResult(returned) : this.#judgeReported(reported)
  }

  #judgeReported({ status, cost, info, runtimeMs, cpuTimeMs }: ReportedEnding): Judgement {
    const judged = status === StatusType.SUCCESS ? this.#judgeResult([cost, info]) : { status, cost: null, info: this.#info(info) }
    return { ...judged, ...(runtimeMs !== null && { runtimeMs }), ...(cpuTimeMs !== null && { cpuTimeMs, cpuIsWhole: true }) }
  }

  #judgeResult(returned: unknown): Judgement {
    const { cost, info, error } = normaliseCost(returned, this.#order.objectives)
    // Reading a large info takes our time, not the trial's.
    if (info !== null) this.#place.post({ kind: 'returned', trial: this.#order.trial })
    const kept = this.#info(info)
    if (cost !== null) return { status: StatusType.SUCCESS, cost, info: kept }
    return { status: StatusType.CRASHED, cost: null, info: { ...kept, error, errorType: 'CostError' } }
  }

  #info(info: object | null): JsonObject {
    const kept = info === null ? { info: {}, notes: [] } : jsonInfo(info)
    const notes =
      this.#reports > MAX_REPORTS ? [...kept.notes, `only the first ${MAX_REPORTS} of ${this.#reports} reports are kept`] : kept.notes
    return notes.length === 0 ? kept.info : { ...kept.info, notes }
  }
}

function crashed(fault: Fault): Judgement {
  return { status: StatusType.CRASHED, cost: null, info: fault }
}

/** Tracebacks end at this name (`CALLER_NAME`). */
async function trialfanCallsTarget(target: Target, configuration: TrialOrder['configuration'], context: TrialContext): Promise<unknown> {
  return await target(configuration, context)
}
