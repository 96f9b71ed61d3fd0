import { formatUsd } from './cost/format-usd.ts'

/** Why a run ended, with the facts of it. */
export type StopCause =
  | { readonly kind: 'trials'; readonly trials: number }
  | { readonly kind: 'run-time'; readonly limitMs: number }
  | { readonly kind: 'cpu-time'; readonly limitMs: number; readonly usedMs: number }
  | {
      readonly kind: 'max-cost'
      readonly capUsd: number
      readonly spentUsd: number
      /** What one more trial could cost. */
      readonly trialUsd: number
      /** False: nothing is charged here, it is what AWS would have charged. */
      readonly isCharged: boolean
    }
  | { readonly kind: 'cost-threshold'; readonly threshold: number | readonly number[]; readonly cost: number | readonly number[] }
  | { readonly kind: 'no-improvement'; readonly trials: number }
  | { readonly kind: 'exhausted'; readonly configurations: number }
  | { readonly kind: 'callback'; readonly point: string }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'first-trials-crashed'; readonly crashes: number; readonly error: string | null }
  | { readonly kind: 'failed-share'; readonly share: number; readonly failures: number; readonly trials: number }
  | { readonly kind: 'no-workers'; readonly error: Error }
  | { readonly kind: 'failed'; readonly error: Error }

export type StopKind = StopCause['kind']

/** Why a run ended; every run has one. `sentence` is for a person. */
export type StopReason = StopCause & { readonly sentence: string }

export function stopReason(cause: StopCause): StopReason {
  return { ...cause, sentence: sentence(cause) }
}

function sentence(cause: StopCause): string {
  switch (cause.kind) {
    case 'trials':
      return `all ${cause.trials} trials were run`
    case 'run-time':
      return `the run's time limit of ${cause.limitMs} ms is over`
    case 'cpu-time':
      return `the trials used ${Math.round(cause.usedMs)} ms of CPU time; the limit is ${cause.limitMs} ms`
    case 'max-cost': {
      const room =
        cause.spentUsd >= cause.capUsd ? 'is spent' : `has no room for another trial, which could cost ${formatUsd(cause.trialUsd)}`
      const note = cause.isCharged ? '' : ' (on AWS; nothing is charged here)'
      return `the cap of ${formatUsd(cause.capUsd)} ${room}: ${formatUsd(cause.spentUsd)} so far${note}`
    }
    case 'cost-threshold':
      return `the incumbent's cost of ${costs(cause.cost)} reached the threshold of ${costs(cause.threshold)}`
    case 'no-improvement':
      return `no better configuration was found in ${cause.trials} trials (trialsWithoutImprovement)`
    case 'exhausted':
      return `${Number.isFinite(cause.configurations) ? `all ${cause.configurations} configurations` : 'all configurations'} of the space were run`
    case 'callback':
      return `a callback answered false at ${cause.point}`
    case 'interrupted':
      return 'the run was interrupted'
    case 'first-trials-crashed': {
      const blame = cause.error === null ? '' : `; the last one said: ${cause.error}`
      return `the first ${cause.crashes} trials all crashed (stopAfterFirstCrashes)${blame}`
    }
    case 'failed-share':
      return `${cause.failures} of ${cause.trials} trials failed, more than the tolerated ${Number((cause.share * 100).toFixed(1))} % (toleratedFailures)`
    case 'no-workers':
    case 'failed':
      return cause.error.message
  }
}

const costs = (cost: number | readonly number[]): string => (typeof cost === 'number' ? String(cost) : `[${cost.join(', ')}]`)
