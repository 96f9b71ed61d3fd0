import type { TrialContext } from '../../contract/target.ts'
import type { Configuration } from '../../contract/trial.ts'

type ScriptContext = Pick<TrialContext, 'instance' | 'features' | 'seed' | 'budget'>

/**
 * A trial as a script's arguments, the way SMAC gives them: `--seed=3 --instance=i1 --instance_features=[1,2] --budget=2 --x0=0.5`.
 * What a trial does not have (a seed, a parameter that is not active) is left out. Spaces in values stay.
 */
export function scriptArguments(configuration: Configuration, { instance, features, seed, budget }: ScriptContext): readonly string[] {
  const facts = { seed, instance, instance_features: features === null ? null : JSON.stringify(features), budget }
  const given = Object.entries(facts).filter(([, value]) => value !== null)
  return [...given, ...Object.entries(configuration)].map(([name, value]) => `--${name}=${value}`)
}
