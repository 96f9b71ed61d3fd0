import type { Configuration } from '../../contract/trial.ts'
import type { EvaluatedConfiguration } from './evaluated-configuration.ts'
import type { Incumbents } from './incumbents.ts'
import type { RunFigures } from './run-statistics.ts'
import type { Scenario } from './scenario.ts'
import type { StopReason } from './stop-reason.ts'
import type { InstanceSummary, StudySummary } from './study-summary.ts'

/** Lays the best configuration beside the default one, instance by instance. */
export function summarise<C extends Configuration>(
  scenario: Scenario<C>,
  evaluations: Incumbents<C>,
  figures: RunFigures,
  stopReason: StopReason | null,
): StudySummary<C> {
  const { incumbent, front, default: initial } = evaluations
  return {
    incumbent,
    default: initial,
    front,
    perInstance: (scenario.instances ?? [null]).map((instance) => ({
      instance,
      incumbent: outcomeOn(incumbent, instance),
      default: outcomeOn(initial, instance),
    })),
    figures,
    stopReason,
  }
}

function outcomeOn(evaluated: EvaluatedConfiguration | null, instance: string | null): InstanceSummary | null {
  const outcome = evaluated?.perInstance.find((one) => one.instance === instance)
  return outcome === undefined ? null : { ...outcome.value, meanCost: outcome.cost }
}
