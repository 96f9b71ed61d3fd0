import type { RunHistory } from '../history/index.ts'
import { StoppingIntensifier } from '../intensifier/stopping-intensifier.ts'
import { CountedIntensifier } from './counted-intensifier.ts'
import type { FacadeParts } from './facade-parts.ts'
import type { Scenario } from './scenario.ts'

/** An optimizer's intensifier with what the scenario and the background's work ask of it. */
export function composeIntensifier(
  { intensifier, background }: FacadeParts,
  { earlyStopping }: Pick<Scenario, 'earlyStopping'>,
  history: RunHistory,
): CountedIntensifier {
  const stopping = earlyStopping === null ? intensifier : new StoppingIntensifier(intensifier, earlyStopping, history)
  return new CountedIntensifier(stopping, background ?? null)
}
