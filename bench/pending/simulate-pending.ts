import { ModelProposer, type PendingStrategy } from '../../client/optimizer/index.ts'
import { Random } from '../../client/space/index.ts'
import { StatusType } from '../../contract/status.ts'
import type { Configuration, TrialValue } from '../../contract/trial.ts'
import type { QualityFunction } from '../quality/quality-function.ts'

export type Strategy = PendingStrategy | 'thompson'

export interface PendingRun {
  readonly workers: number
  readonly trials: number
  readonly seed: number
  readonly model: 'gaussian-process' | 'forest'
  readonly strategy: Strategy
}

/** Standard deviation of a duration's logarithm. */
const SPREAD = 0.5
/** Proposals are made for so many free workers at a time, as a share of all: with many workers they are ready ahead of demand. */
const BATCH_SHARE = 1 / 16

/** Trials of log-normal durations on a virtual clock, as many pending as there are workers. Regrets as in the quality table. */
export function simulatePending(quality: QualityFunction, run: PendingRun): { readonly final: number; readonly area: number } {
  const { workers, trials, seed, model, strategy } = run
  const proposer = new ModelProposer(quality.space, new Random(seed), { trials, model, pending: strategy })
  const durations = new Random(seed).split('durations')
  const pending: { readonly configuration: Configuration; readonly endsAt: number }[] = []
  const ready: Configuration[] = []
  const batch = Math.max(1, Math.floor(workers * BATCH_SHARE))
  let now = 0
  let begun = 0
  let best = Number.POSITIVE_INFINITY
  let regret = 1
  let sum = 0
  for (let finished = 0; finished < trials; finished++) {
    while (pending.length < workers && begun < trials) {
      if (ready.length === 0) ready.push(...proposer.propose(batch))
      const configuration = ready.shift()
      if (configuration === undefined) break
      begun++
      pending.push({ configuration, endsAt: now + Math.exp(SPREAD * durations.normal()) })
    }
    pending.sort((a, b) => a.endsAt - b.endsAt)
    const ended = pending.shift()
    if (ended === undefined) break
    now = ended.endsAt
    const { configuration } = ended
    const cost = quality.value(configuration, { seed, instance: null, budget: null }) as number
    proposer.told({ configuration, seed }, success(cost))
    if (cost < best) {
      best = cost
      regret = (quality.truth(configuration) - quality.optimum) / quality.scale
    }
    sum += regret
  }
  return { final: regret, area: sum / trials }
}

function success(cost: number): TrialValue {
  const times = { runtimeMs: 1, cpuTimeMs: 1, startedAt: 0, endedAt: 1 }
  return { status: StatusType.SUCCESS, cost, ...times, additionalInfo: {}, worker: null, attempt: 1 }
}
