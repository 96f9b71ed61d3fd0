import type { Scenario } from './scenario.ts'
import { StudyError } from './study-error.ts'

/** Refuses a budget that the scenario has no trials at. @throws StudyError */
export function checkBudget(where: string, { minBudget, maxBudget }: Scenario, budget: number | null): void {
  const isFit = budget === null ? maxBudget === null : maxBudget !== null && budget <= maxBudget && budget >= (minBudget ?? maxBudget)
  if (isFit) return
  const expected = maxBudget === null ? 'none' : `one from ${minBudget ?? maxBudget} to ${maxBudget}`
  throw StudyError.expected(where, 'budget', expected, budget)
}
