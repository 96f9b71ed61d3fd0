import type { Configuration, TrialValue } from '../../contract/trial.ts'
import type { EvaluatedConfiguration, InstanceOutcome } from './evaluated-configuration.ts'

interface Trials {
  count: number
  readonly sums: number[]
  latest: TrialValue
}

/** The trials of one configuration, by instance. */
export class InstanceTrials {
  readonly #byInstance = new Map<string | null, Trials>()

  add(instance: string | null, value: TrialValue): void {
    const costs = typeof value.cost === 'number' ? [value.cost] : value.cost
    const trials = this.#byInstance.get(instance)
    if (trials === undefined) {
      this.#byInstance.set(instance, { count: 1, sums: [...costs], latest: value })
      return
    }
    trials.count++
    trials.latest = value
    for (const [objective, cost] of costs.entries()) trials.sums[objective] = (trials.sums[objective] ?? 0) + cost
  }

  /** The configuration with its mean cost over the instances (of the mean over an instance's trials); null while one of them is missing. */
  evaluate<C extends Configuration>(configuration: C, instances: readonly (string | null)[]): EvaluatedConfiguration<C> | null {
    const perInstance: InstanceOutcome[] = []
    const means: number[] = []
    for (const instance of instances) {
      const trials = this.#byInstance.get(instance)
      if (trials === undefined) return null
      perInstance.push({ instance, cost: meanCost(trials), value: trials.latest })
      for (const [objective, sum] of trials.sums.entries()) {
        means[objective] = (means[objective] ?? 0) + sum / trials.count / instances.length
      }
    }
    const [mean] = means
    return { configuration, cost: means.length === 1 && mean !== undefined ? mean : means, perInstance }
  }
}

function meanCost({ sums, count }: Trials): number | readonly number[] {
  const means = sums.map((sum) => sum / count)
  const [mean] = means
  return means.length === 1 && mean !== undefined ? mean : means
}
