/** What several runs of one measurement say together. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

/** The median and the ends of some values; null when there are none. The median of an even number is the middle two's mean. */
export function spreadOf(values: readonly number[]): Spread | null {
  const sorted = values.toSorted((a, b) => a - b)
  const least = sorted[0]
  const most = sorted.at(-1)
  const low = sorted[(sorted.length - 1) >> 1]
  const high = sorted[sorted.length >> 1]
  if (least === undefined || most === undefined || low === undefined || high === undefined) return null
  return { median: (low + high) / 2, least, most }
}
