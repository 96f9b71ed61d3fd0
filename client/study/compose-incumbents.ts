import type { Configuration } from '../../contract/trial.ts'
import type { RunHistory } from '../history/index.ts'
import { Evaluations } from './evaluations.ts'
import type { FacadeParts } from './facade-parts.ts'
import type { Incumbents } from './incumbents.ts'
import { RaceIncumbents } from './race-incumbents.ts'
import type { Scenario } from './scenario.ts'

/** Who keeps account of the best configurations of a history. */
export function composeIncumbents<C extends Configuration>(
  { incumbents = 'complete', objectiveWeights }: FacadeParts,
  scenario: Scenario<C>,
  history: RunHistory,
): Incumbents<C> {
  const isRace = incumbents === 'race' && scenario.objectives.length === 1
  return isRace ? new RaceIncumbents(scenario, history) : new Evaluations(scenario, history, objectiveWeights)
}
