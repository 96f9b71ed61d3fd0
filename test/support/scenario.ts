import type { TrialSettings } from '../../client/runner/trial-settings.ts'

/** The smallest scenario there is, with changes. */
export function settings(changes: Partial<TrialSettings> = {}): TrialSettings {
  return {
    objectives: ['cost'],
    crashCost: Number.POSITIVE_INFINITY,
    trialTimeLimitMs: null,
    trialMemoryLimitMiB: null,
    instanceFeatures: null,
    ...changes,
  }
}

/** A target among test/fixtures/targets. */
export const fixture = (name: string): URL => new URL(`../fixtures/targets/${name}.ts`, import.meta.url)
