import type { Architecture, TrialUsage, WorkerReport } from '../../../contract/trial.ts'
import type { TrialResult } from '../../../contract/trial-result.ts'
import type { TrialNumber } from '../ledger/ledger-protocol.ts'

/** Lambda's GB. */
const GB_MIB = 1024
/** The failure relay's memory, MiB, and what one record takes, cold start included, ms: it reports nothing of itself. */
const RELAY_MIB = 256
const RELAY_MS = 500
/** A worker sees within 5 s that its run was cancelled. */
const CANCEL_MS = 5_000

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** An attempt that was sent and has told nothing yet. */
interface OpenAttempt {
  readonly attempt: number
  readonly sentAt: number
  readonly memoryMiB: number
  readonly timeLimitMs: number
}

interface Account {
  readonly usage: Mutable<TrialUsage>
  open: OpenAttempt[]
}

export interface SentAttempt extends OpenAttempt {
  readonly trial: TrialNumber
}

/**
 * What each unfinished trial has used so far, attempt by attempt. A result tells it; an attempt whose environment died, or that was
 * lost or cancelled, is estimated from the times that are known. Pure: the times come in.
 */
export class UsageBook {
  /** What the workers run on, as the last report said. */
  architecture: Architecture | null = null
  readonly #functionTimeoutMs: number
  readonly #accounts = new Map<TrialNumber, Account>()
  /** The last result for a trial that this process has not sent: an earlier one has, or it is over. Kept until the next. */
  #stranger: { readonly trial: TrialNumber; readonly account: Account } | null = null

  constructor(options: { readonly functionTimeoutMs: number }) {
    this.#functionTimeoutMs = options.functionTimeoutMs
  }

  /** An event is about to be sent. */
  sent({ trial, ...attempt }: SentAttempt): void {
    const account = this.#take(trial)
    this.#accounts.set(trial, account)
    account.open.push(attempt)
  }

  /** Lambda did not take the event: nothing is billed. */
  notTaken(trial: TrialNumber, attempt: number): void {
    this.#close(trial, attempt)
  }

  /** The first result of an attempt, from its worker or from the relay; whatever comes later for it is known already. */
  answered(result: TrialResult, now: number): void {
    const account = this.#accounts.get(result.trial)
    if (account === undefined) {
      this.#stranger = { trial: result.trial, account: newAccount() }
      this.#add(this.#stranger.account.usage, result, null, now)
      return
    }
    const open = this.#close(result.trial, result.attempt)
    if (open !== undefined) this.#add(account.usage, result, open, now)
  }

  /** The trial is over: what its attempts came to. Those that told nothing may still run, at most as long as a trial may. */
  settle(trial: TrialNumber, now: number): TrialUsage {
    const { usage, open } = this.#take(trial)
    this.#accounts.delete(trial)
    for (const { sentAt, memoryMiB, timeLimitMs } of open) {
      usage.requests++
      usage.gbSeconds += gbSeconds(memoryMiB, Math.min(now - sentAt + CANCEL_MS, timeLimitMs))
      usage.estimatedAttempts++
    }
    return usage
  }

  /** The trial never was: nothing of it was taken. */
  forget(trial: TrialNumber): void {
    this.#accounts.delete(trial)
  }

  /** The trial's account. What a stranger told goes into it: a trial of an earlier process that ends, or is sent again, in this one. */
  #take(trial: TrialNumber): Account {
    const told = this.#stranger?.trial === trial ? this.#stranger.account : newAccount()
    return this.#accounts.get(trial) ?? told
  }

  #add(usage: Mutable<TrialUsage>, result: TrialResult, open: OpenAttempt | null, now: number): void {
    usage.requests++
    usage.queueSends++
    if (result.worker !== null) {
      this.#reported(usage, result.worker, result.runtimeMs)
      return
    }
    usage.requests++
    usage.gbSeconds += gbSeconds(RELAY_MIB, RELAY_MS)
    if (!result.started) return
    usage.estimatedAttempts++
    if (open === null) return
    const heldMs = result.runtimeMs > 0 ? result.runtimeMs : Math.min(now - open.sentAt, this.#functionTimeoutMs)
    usage.gbSeconds += gbSeconds(open.memoryMiB, heldMs)
  }

  #reported(usage: Mutable<TrialUsage>, { memoryMiB, cold, initMs, fetchMs, billing }: WorkerReport, runtimeMs: number): void {
    // Lambda bills the init of an environment, and rounds up to a whole millisecond.
    const coldMs = cold ? initMs : 0
    if (billing === undefined) {
      usage.gbSeconds += gbSeconds(memoryMiB, coldMs + fetchMs + runtimeMs)
      usage.estimatedAttempts++
      return
    }
    this.architecture = billing.architecture
    usage.gbSeconds += gbSeconds(memoryMiB, coldMs + billing.handledMs + billing.earlierMs)
    usage.objectReads += billing.objectReads
    usage.objectWrites += billing.objectWrites
  }

  #close(trial: TrialNumber, attempt: number): OpenAttempt | undefined {
    const account = this.#accounts.get(trial)
    const open = account?.open.find((one) => one.attempt === attempt)
    if (account !== undefined && open !== undefined) account.open = account.open.filter((one) => one !== open)
    return open
  }
}

const newAccount = (): Account => ({
  usage: { requests: 0, gbSeconds: 0, queueSends: 0, objectReads: 0, objectWrites: 0, estimatedAttempts: 0 },
  open: [],
})

const gbSeconds = (memoryMiB: number, ms: number): number => ((memoryMiB / GB_MIB) * Math.ceil(Math.max(0, ms))) / 1000
