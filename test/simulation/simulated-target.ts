import type { Configuration } from '../../contract/trial.ts'

/** What the simulated target costs: another number for every configuration, so that a result tells whose it is. */
export function costOf({ configuration }: { readonly configuration: Configuration }): number {
  return Number(configuration.x) * 2 + 1
}
