import type { TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { EvaluatedConfiguration } from '../study/evaluated-configuration.ts'
import type { Scenario } from '../study/scenario.ts'
import type { StudySummary } from '../study/study-summary.ts'

/** Writes what a run yields, on stdout. */
export interface RunReport {
  start(scenario: Scenario, workers: string, run: string): void
  trial(info: TrialInfo, value: TrialValue): void
  incumbent(evaluated: EvaluatedConfiguration): void
  /** `lines` are the study's own words. */
  end(summary: StudySummary, lines: readonly string[]): void
}
