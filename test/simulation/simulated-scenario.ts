import { defineSpace, float } from '../../client/space/index.ts'
import { defineScenario, type Scenario } from '../../client/study/index.ts'
import type { Schedule } from './schedule.ts'

export const TRIAL_LIMIT_MS = 1_000
/** An event with so many numbers does not go inline. */
const HEAVY_FEATURES = Array.from({ length: 4_500 }, (_, i) => i / 7)

const space = defineSpace({ x: float(0, 1) })
const known = new Map<string, Scenario>()

/** The study of a schedule; made once for all that have the same. */
export function simulatedScenario({ trials, isHeavy, stragglerFactor }: Schedule): Scenario {
  const name = `${trials}${isHeavy ? '-heavy' : ''}${stragglerFactor === null ? '' : `-stragglers-${stragglerFactor}`}`
  const scenario =
    known.get(name) ??
    defineScenario({
      name,
      space,
      trials,
      seed: 1,
      trialTimeLimitMs: TRIAL_LIMIT_MS,
      stragglerFactor,
      stopAfterFirstCrashes: Number.POSITIVE_INFINITY,
      ...(isHeavy && { instances: ['heavy'], instanceFeatures: { heavy: HEAVY_FEATURES } }),
    })
  known.set(name, scenario)
  return scenario
}
