import type { Configuration } from '../../contract/trial.ts'
import { formatConfiguration } from './format-configuration.ts'
import { formatCost } from './format-cost.ts'
import type { Terminal } from './terminal.ts'

/** Points that are printed; all of them are in the JSON output and in the export. */
const MOST_FRONT_LINES = 20

interface FrontPoint {
  readonly configuration: Configuration
  readonly cost: number | readonly number[]
}

/** A Pareto front, one configuration a line. */
export function frontLines(front: readonly FrontPoint[], colors: Terminal['colors']): string[] {
  const shown = front
    .slice(0, MOST_FRONT_LINES)
    .map(({ cost, configuration }) => `  ${formatCost(cost)}  ${formatConfiguration(configuration)}`)
  const more = front.length > MOST_FRONT_LINES ? [`  and ${front.length - MOST_FRONT_LINES} more`] : []
  return [colors.bold(`Pareto front, ${front.length} configurations`), ...shown, ...more]
}
