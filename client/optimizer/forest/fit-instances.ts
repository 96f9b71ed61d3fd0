import type { Random } from '../../space/index.ts'
import { moments } from '../model/moments.ts'
import type { Observation } from '../model/observations.ts'
import { TableCells, type TableRow } from '../model/table-cells.ts'
import { forestInput } from './forest-input.ts'
import { MarginalForest } from './marginal-forest.ts'
import { RegressionForest } from './regression-forest.ts'

interface InstancesFit {
  readonly forest: MarginalForest
  /** By observation: its predicted mean cost over all instances. */
  readonly means: Float64Array
}

/**
 * A forest of what each configuration cost on each instance, over the features of both. What an instance adds to every configuration's cost is
 * taken off before, so that trees are not spent on telling easy instances from hard ones. `mostRows`: that trees are grown from.
 * Null while there is no cost.
 */
export function fitInstances(
  observations: readonly Observation[],
  features: readonly Float64Array[],
  categories: Int32Array,
  mostRows: number,
  random: Random,
): InstancesFit | null {
  const cells = new TableCells(observations.map((observation) => tableRow(observation, features.length)))
  if (cells.length === 0) return null
  const { isLogarithmic, columnEffects } = cells.effects()
  const all = Array.from({ length: cells.length }, (_, at) => at)
  const chosen = all.length > mostRows ? random.shuffle(all).slice(0, mostRows) : all
  const inputs = observations.map(({ point }) => forestInput(point, categories))
  const rows = chosen.map((at) => joined(inputs[cells.row[at] as number], features[cells.column[at] as number]))
  const values = Float64Array.from(chosen, (at) => {
    const value = cells.values[at] as number
    return (isLogarithmic ? Math.log(value) : value) - (columnEffects[cells.column[at] as number] as number)
  })
  const both = Int32Array.of(...categories, ...(features[0] as Float64Array).map(() => 0))
  const grown = RegressionForest.fit(rows, values, both, random)
  const forest = MarginalForest.over(grown, categories.length, { features, offsets: columnEffects, isLogarithmic })
  const prediction = { mean: 0, variance: 0 }
  const raw = Float64Array.from(inputs, (input) => {
    forest.predict(input, prediction)
    return prediction.mean
  })
  const { mean, variance } = moments(raw)
  const spread = Math.sqrt(variance) || 1
  return { forest: forest.scaled({ mean, spread }), means: raw.map((each) => (each - mean) / spread) }
}

function tableRow({ cells }: Observation, columns: number): TableRow {
  const row = new Array<number | null>(columns).fill(null)
  for (const [at, instance] of (cells?.instances ?? []).entries()) row[instance] = cells?.costs[at] ?? null
  return row
}

function joined(first: Float64Array | undefined, rest: Float64Array | undefined): Float64Array {
  return Float64Array.of(...(first ?? []), ...(rest ?? []))
}
