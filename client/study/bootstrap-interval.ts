import type { Random } from '../space/index.ts'

/** A mean, and the range in which it lies with the stated confidence. */
export interface MeanInterval {
  readonly mean: number
  readonly lower: number
  readonly upper: number
}

const RESAMPLES = 2_000

/**
 * The percentile bootstrap (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, section 13.3): the values are drawn anew, with
 * replacement, again and again, and the interval holds the middle of the means. One value alone has no interval but itself.
 */
export function bootstrapInterval(values: readonly number[], confidence: number, random: Random): MeanInterval {
  const mean = meanOf(values)
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0
    for (let draw = 0; draw < values.length; draw++) sum += values[random.integer(values.length)] as number
    return sum / values.length
  }).sort()
  const at = (share: number): number => means[Math.min(RESAMPLES - 1, Math.max(0, Math.round(share * (RESAMPLES - 1))))] as number
  return { mean, lower: at((1 - confidence) / 2), upper: at((1 + confidence) / 2) }
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
