import type { Configuration } from '../../../contract/trial.ts'
import type { Random } from '../../space/index.ts'
import type { Observation } from '../model/observations.ts'
import type { Knowledge } from '../model/suggester.ts'
import type { SuggestionRequest } from './suggestion-request.ts'

export function packKnowledge(knowledge: Knowledge, n: number, random: Random, dimensions: number, objectives: number): SuggestionRequest {
  const { version, observations, pending } = knowledge
  const points = new Float64Array(observations.length * dimensions)
  const costs = new Float64Array(observations.length * objectives).fill(Number.NaN)
  for (const [row, observation] of observations.entries()) {
    points.set(observation.point, row * dimensions)
    if (observation.costs !== null) costs.set(observation.costs, row * objectives)
  }
  const successShares = Float64Array.from(observations, ({ successShare }) => successShare)
  const logDurations = Float64Array.from(observations, ({ logDuration }) => logDuration)
  const waiting = new Float64Array(pending.length * dimensions)
  for (const [row, point] of pending.entries()) waiting.set(point, row * dimensions)
  return {
    version,
    n,
    random: random.state(),
    points,
    costs,
    successShares,
    logDurations,
    pending: waiting,
    cells: packCells(observations),
  }
}

function packCells(observations: readonly Observation[]): SuggestionRequest['cells'] {
  if (observations[0]?.cells === undefined) return null
  const counts = Int32Array.from(observations, ({ cells }) => cells?.costs.length ?? 0)
  const total = counts.reduce((sum, count) => sum + count, 0)
  const instances = new Int32Array(total)
  const costs = new Float64Array(total)
  let at = 0
  for (const { cells } of observations) {
    if (cells === undefined) continue
    instances.set(cells.instances, at)
    costs.set(cells.costs, at)
    at += cells.costs.length
  }
  return { counts, instances, costs }
}

const NONE: Configuration = Object.freeze({})

/** The configurations themselves are not sent: models learn from their features. */
export function unpackKnowledge(request: SuggestionRequest, dimensions: number, objectives: number): Knowledge {
  const { version, points, costs, successShares, logDurations, pending, cells } = request
  const rows = (table: Float64Array, width: number): Float64Array[] =>
    Array.from({ length: table.length / width }, (_, row) => table.subarray(row * width, (row + 1) * width))
  const costRows = rows(costs, objectives)
  let at = 0
  const observations = rows(points, dimensions).map((point, row): Observation => {
    const own = costRows[row] as Float64Array
    const [successShare, logDuration] = [successShares[row] as number, logDurations[row] as number]
    const known = { configuration: NONE, point, costs: Number.isNaN(own[0]) ? null : own, successShare, logDuration }
    if (cells === null) return known
    const [from, until] = [at, at + (cells.counts[row] as number)]
    at = until
    return { ...known, cells: { instances: cells.instances.subarray(from, until), costs: cells.costs.subarray(from, until) } }
  })
  return { version, observations, pending: rows(pending, dimensions) }
}
