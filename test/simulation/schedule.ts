import { Random } from '../../client/space/index.ts'
import { FAULT_KINDS, FAULTS, type Fault, type FaultKind, isTimed } from './fault.ts'

/** One simulated run: what is run, and what goes wrong. Everything else is drawn from the seed as well, so a schedule is a whole story. */
export interface Schedule {
  readonly seed: number
  readonly trials: number
  /** The account's concurrency at the start. */
  readonly limit: number
  /** What the laptop's clock is wrong by, ms. */
  readonly skewMs: number
  /** A trial's event or result is too large to go inline. */
  readonly isHeavy: boolean
  /** A trial that takes so many times the median is sent a second time; null: never. */
  readonly stragglerFactor: number | null
  readonly faults: readonly Fault[]
}

const MOST_FAULTS = 20
const BUCKET_FAULTS = ['bucket slow down', 'bucket time-out'] as const
const MOST_SKEW_MS = 15 * 60_000
const TOTAL_WEIGHT = FAULT_KINDS.reduce((sum, kind) => sum + FAULTS[kind].weight, 0)

export function scheduleOf(seed: number): Schedule {
  const random = new Random(seed).split('schedule')
  const limit = 1 + random.integer(6)
  const trials = 1 + random.integer(14)
  const isHeavy = random.float() < 0.02
  const faults = Array.from({ length: random.integer(MOST_FAULTS + 1) }, () => drawFault(random, trials))
  // Large bodies are few, and so are their occasions.
  if (isHeavy) for (const kind of BUCKET_FAULTS) faults.push({ kind, at: random.integer(4), amount: 1_000 })
  const skewMs = random.float() < 0.1 ? random.integer(2 * MOST_SKEW_MS + 1) - MOST_SKEW_MS : 0
  // A stream of its own: what else a seed draws does not depend on it.
  const stragglers = new Random(seed).split('stragglers')
  const stragglerFactor = stragglers.float() < 0.1 ? 2 + stragglers.integer(3) : null
  return { seed, trials, limit, skewMs, isHeavy, stragglerFactor, faults: faults.sort((a, b) => a.at - b.at) }
}

function drawKind(at: number): FaultKind {
  let end = 0
  for (const kind of FAULT_KINDS) {
    end += FAULTS[kind].weight
    if (at < end) return kind
  }
  return 'message lost'
}

function drawFault(random: Random, trials: number): Fault {
  const kind = drawKind(random.float() * TOTAL_WEIGHT)
  const [least, most] = FAULTS[kind].amount
  const amount = least + random.integer(most - least + 1)
  // Most trials of a schedule are over within a few seconds.
  return { kind, at: random.integer(isTimed(kind) ? 6_000 : trials + 4), amount }
}
