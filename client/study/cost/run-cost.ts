import type { TrialUsage, TrialValue } from '../../../contract/trial.ts'
import type { Runner } from '../../runner/runner.ts'
import type { RunnerBilling } from '../../runner/runner-billing.ts'
import type { CostFigures } from './cost-figures.ts'
import type { PriceTable } from './price-table.ts'

/** What a trial calls beside its time, when nothing more is known: its request; send, receive and delete; two looks at the bucket. */
const PLAIN_TRIAL: TrialUsage = { requests: 1, gbSeconds: 0, queueSends: 1, objectReads: 2, objectWrites: 0, estimatedAttempts: 0 }
const PLAIN_RECEIVE_AND_DELETE = 2
const MILLION = 1_000_000

type Used = CostFigures['used']
type UsdBy = CostFigures['usdBy']

/** Adds up what a run costs. Pure: usage comes in with the trials, the client's own calls with the billing that is asked for. */
export class RunCost {
  readonly #prices: PriceTable
  readonly #billing: () => RunnerBilling
  readonly #trials = { requests: 0, gbSeconds: 0, queueRequests: 0, objectReads: 0, objectWrites: 0 }
  #estimatedAttempts = 0
  #earlierQueueRequests = 0
  #count = 0

  /** @param billing what the runner says now: its calls grow, and what the workers run on is known after the first. */
  constructor(prices: PriceTable, billing: () => RunnerBilling) {
    this.#prices = prices
    this.#billing = billing
  }

  /** Null when the runner does not say what it is billed by. */
  static of(runner: Runner | null, prices: PriceTable): RunCost | null {
    const billing = runner?.billing
    return billing === undefined ? null : new RunCost(prices, () => runner?.billing ?? billing)
  }

  /** A trial has ended, however it did. One without a usage is estimated by its run time. */
  add({ usage, runtimeMs }: Pick<TrialValue, 'usage' | 'runtimeMs'>): void {
    const { requests, gbSeconds, queueSends, objectReads, objectWrites, estimatedAttempts } = usage ?? this.#estimate(runtimeMs)
    const trials = this.#trials
    trials.requests += requests
    trials.gbSeconds += gbSeconds
    trials.queueRequests += queueSends
    trials.objectReads += objectReads
    trials.objectWrites += objectWrites
    this.#estimatedAttempts += estimatedAttempts
    this.#count++
  }

  /** A trial that an earlier session has run. What its client called is not known any more: it is reckoned as for a plain trial. */
  earlier(value: Pick<TrialValue, 'usage' | 'runtimeMs'>): void {
    this.add(value)
    this.#earlierQueueRequests += PLAIN_RECEIVE_AND_DELETE
  }

  get usd(): number {
    return sum(this.#usdBy(this.#used()))
  }

  /** What a trial of this length costs, with all that belongs to it. */
  trialUsd(ms: number): number {
    const { memoryMiB } = this.#billing()
    const gbSeconds = ((memoryMiB / 1024) * ms) / 1000
    const { requests, queueSends, objectReads, objectWrites } = PLAIN_TRIAL
    const queueRequests = queueSends + PLAIN_RECEIVE_AND_DELETE
    return sum(this.#usdBy({ gbSeconds, requests, queueRequests, objectReads, objectWrites }))
  }

  /** What a trial cost on average; null before the first. */
  get meanTrialUsd(): number | null {
    if (this.#count === 0) return null
    const used = { ...this.#trials, queueRequests: this.#trials.queueRequests + PLAIN_RECEIVE_AND_DELETE * this.#count }
    return sum(this.#usdBy(used)) / this.#count
  }

  get billing(): RunnerBilling {
    return this.#billing()
  }

  figures(capUsd: number | null): CostFigures {
    const { isCharged, architecture } = this.#billing()
    const { region, asOf, freeTier } = this.#prices
    const used = this.#used()
    const usdBy = this.#usdBy(used)
    const beyond = {
      ...used,
      gbSeconds: Math.max(0, used.gbSeconds - freeTier.gbSeconds),
      requests: Math.max(0, used.requests - freeTier.requests),
      queueRequests: Math.max(0, used.queueRequests - freeTier.queueRequests),
    }
    return {
      usd: sum(usdBy),
      isCharged,
      usdBy,
      used,
      estimatedAttempts: this.#estimatedAttempts,
      freeTier: {
        share: Math.max(
          share(used.gbSeconds, freeTier.gbSeconds),
          share(used.requests, freeTier.requests),
          share(used.queueRequests, freeTier.queueRequests),
        ),
        usdBeyond: sum(this.#usdBy(beyond)),
      },
      capUsd,
      architecture,
      prices: { region, asOf },
    }
  }

  #used(): Used {
    const { calls } = this.#billing()
    const { requests, gbSeconds, queueRequests, objectReads, objectWrites } = this.#trials
    return {
      gbSeconds,
      requests,
      queueRequests: queueRequests + calls.queueRequests + this.#earlierQueueRequests,
      objectReads: objectReads + calls.objectReads,
      objectWrites: objectWrites + calls.objectWrites,
    }
  }

  #usdBy({ gbSeconds, requests, queueRequests, objectReads, objectWrites }: Used): UsdBy {
    const { usdPerGBSecond, usdPerMillionRequests, usdPerMillionQueueRequests, usdPerMillionObjectReads, usdPerMillionObjectWrites } =
      this.#prices
    return {
      compute: gbSeconds * usdPerGBSecond[this.#billing().architecture],
      requests: (requests * usdPerMillionRequests) / MILLION,
      queue: (queueRequests * usdPerMillionQueueRequests) / MILLION,
      objects: (objectReads * usdPerMillionObjectReads + objectWrites * usdPerMillionObjectWrites) / MILLION,
    }
  }

  #estimate(runtimeMs: number): TrialUsage {
    const gbSeconds = ((this.#billing().memoryMiB / 1024) * Math.ceil(runtimeMs)) / 1000
    return { ...PLAIN_TRIAL, gbSeconds, estimatedAttempts: 1 }
  }
}

const sum = ({ compute, requests, queue, objects }: UsdBy): number => compute + requests + queue + objects

/** Of nothing free, any use is more than all. */
const share = (used: number, free: number): number => (used === 0 ? 0 : free === 0 ? Number.POSITIVE_INFINITY : used / free)
