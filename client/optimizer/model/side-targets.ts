import { moments } from './moments.ts'
import type { Observation } from './observations.ts'

/** The probability of success counts to this power: with its first, half of the trials next to a border fail (measured, docs/optimizer.md). */
export const CAUTION = 3

/** By observation: −1 when all of its trials succeeded, 1 when all failed. Null when there is nothing to tell apart. */
export function failureLabels(observations: readonly Observation[]): Float64Array | null {
  const labels = Float64Array.from(observations, ({ successShare }) => 1 - 2 * successShare)
  return labels.some((label) => label !== labels[0]) ? labels : null
}

/** Between 0, as likely to fail as not, and −1: with 0, two trials of three next to a border fail (measured, docs/optimizer.md). */
const SURE_LABEL = -0.5

/** The label below which a trial counts as a success, where it lies once labels are brought to mean 0 and variance 1. */
export function labelBoundary(labels: Float64Array): number {
  const { mean, variance } = moments(labels)
  return (SURE_LABEL - mean) / Math.sqrt(variance)
}

/** The durations that are known; null when they do not differ. */
export function knownLogDurations(
  observations: readonly Observation[],
): { readonly observations: readonly Observation[]; readonly values: Float64Array } | null {
  const known = observations.filter(({ logDuration }) => !Number.isNaN(logDuration))
  const values = Float64Array.from(known, ({ logDuration }) => logDuration)
  return values.some((value) => value !== values[0]) ? { observations: known, values } : null
}
