import { logImprovement } from '../acquisition/log-expected-improvement.ts'
import type { Staircase } from './staircase.ts'

/** The logarithm of an expected hypervolume improvement, and its derivatives by mean and standard deviation of both objectives. */
export interface HypervolumeImprovement {
  log: number
  readonly ofMeans: [number, number]
  readonly ofDeviations: [number, number]
}

interface LogPart {
  log: number
  /** Derivatives of the logarithm. */
  ofMean: number
  ofDeviation: number
}

const scratch = { log: 0, probability: 0, density: 0 }

/**
 * The exact expected hypervolume improvement of two independent normal predictions: over each strip of the staircase, the expected width that
 * the point covers times its expected depth below the ceiling (Yang, Emmerich, Deutz and Bäck, "Efficient Computation of Expected Hypervolume
 * Improvement Using Box Decomposition Algorithms", 2019, section 3). All in logarithms, so that its gradient never vanishes.
 */
export function logHypervolumeImprovement(
  { sides, ceilings }: Staircase,
  means: readonly [number, number],
  deviations: readonly [number, number],
  result: HypervolumeImprovement,
): void {
  const terms: { readonly log: number; readonly width: LogPart; readonly depth: LogPart }[] = []
  let most = Number.NEGATIVE_INFINITY
  let before: LogPart | null = null
  for (let strip = 0; strip < ceilings.length; strip++) {
    const until = below(sides[strip + 1] as number, means[0], deviations[0])
    const width = before === null ? until : difference(until, before)
    before = until
    if (width === null) continue
    const depth = below(ceilings[strip] as number, means[1], deviations[1])
    const log = width.log + depth.log
    terms.push({ log, width, depth })
    if (log > most) most = log
  }
  let sum = 0
  result.ofMeans.fill(0)
  result.ofDeviations.fill(0)
  for (const { log, width, depth } of terms) {
    const share = Math.exp(log - most)
    sum += share
    result.ofMeans[0] += share * width.ofMean
    result.ofMeans[1] += share * depth.ofMean
    result.ofDeviations[0] += share * width.ofDeviation
    result.ofDeviations[1] += share * depth.ofDeviation
  }
  result.log = most + Math.log(sum)
  for (const objective of [0, 1] as const) {
    result.ofMeans[objective] /= sum
    result.ofDeviations[objective] /= sum
  }
}

/** E[(limit − f)₊] of a normal prediction f. */
function below(limit: number, mean: number, deviation: number): LogPart {
  logImprovement((limit - mean) / deviation, scratch)
  return { log: Math.log(deviation) + scratch.log, ofMean: -scratch.probability / deviation, ofDeviation: scratch.density / deviation }
}

/** The logarithm of e^a − e^b; null when rounding leaves nothing of it. */
function difference(a: LogPart, b: LogPart): LogPart | null {
  const ratio = Math.exp(b.log - a.log)
  const rest = 1 - ratio
  if (!(rest > 1e-14)) return null
  return {
    log: a.log + Math.log(rest),
    ofMean: (a.ofMean - ratio * b.ofMean) / rest,
    ofDeviation: (a.ofDeviation - ratio * b.ofDeviation) / rest,
  }
}
