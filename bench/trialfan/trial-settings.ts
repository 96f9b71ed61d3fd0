/** What all measured trials share: one objective, no limits. */
export const TRIAL_SETTINGS = {
  objectives: ['cost'],
  crashCost: 0,
  trialTimeLimitMs: null,
  trialMemoryLimitMiB: null,
  instanceFeatures: null,
} as const
