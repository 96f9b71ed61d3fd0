import type { Coordinates } from './coordinates.ts'
import { isMetric } from './metric.ts'

/**
 * Reads a TSPLIB file that gives a coordinate pair for every node.
 * The format: Reinelt, "TSPLIB 95", Universität Heidelberg, 1995.
 * @throws Error that names the line and what was expected there.
 */
export function parseTsplib(text: string): Coordinates {
  const header = new Map<string, string>()
  const lines = text.split(/\r?\n/)
  let at = 0
  for (; at < lines.length && lines[at]?.trim() !== 'NODE_COORD_SECTION'; at++) {
    const [keyword = '', value = ''] = (lines[at] ?? '').split(/\s*:\s*/, 2)
    if (keyword.trim() !== '') header.set(keyword.trim(), value.trim())
  }
  if (at === lines.length) throw new Error('TSPLIB file: expected a NODE_COORD_SECTION, got none')

  const dimension = Number(header.get('DIMENSION'))
  if (!Number.isInteger(dimension) || dimension < 5) {
    throw new Error(`TSPLIB file: DIMENSION: expected a whole number from 5 on, got ${header.get('DIMENSION') ?? 'nothing'}`)
  }
  const metric = header.get('EDGE_WEIGHT_TYPE') ?? 'nothing'
  if (!isMetric(metric)) throw new Error(`TSPLIB file: EDGE_WEIGHT_TYPE: expected ATT, EUC_2D or GEO, got ${metric}`)

  const x = new Float64Array(dimension)
  const y = new Float64Array(dimension)
  for (let node = 0; node < dimension; node++) {
    const line = lines[++at]?.trim() ?? 'the end of the file'
    const fields = line.split(/\s+/).map(Number)
    const [number, first = Number.NaN, second = Number.NaN] = fields
    if (fields.length !== 3 || number !== node + 1 || !Number.isFinite(first) || !Number.isFinite(second)) {
      throw new Error(`TSPLIB file, line ${at + 1}: expected "${node + 1} <x> <y>", got "${line}"`)
    }
    x[node] = first
    y[node] = second
  }
  const after = lines[++at]?.trim() ?? ''
  if (after !== '' && after !== 'EOF') throw new Error(`TSPLIB file, line ${at + 1}: expected EOF after ${dimension} nodes, got "${after}"`)
  return { metric, x, y }
}
