interface Ranked {
  readonly costs: readonly number[]
}

/**
 * The best first. Of several objectives, the least mean rank: no scale enters, and a configuration that is dominated never goes before the one
 * that dominates it. Of equal ones the earlier.
 */
export function bestFirst<T extends Ranked>(entries: readonly T[]): T[] {
  const sums = new Map<T, number>(entries.map((entry) => [entry, 0]))
  for (let objective = 0; objective < (entries[0]?.costs.length ?? 0); objective++) {
    const places = new Map<number, number>()
    for (const [place, cost] of entries
      .map(({ costs }) => costs[objective] as number)
      .sort(ascending)
      .entries())
      if (!places.has(cost)) places.set(cost, place)
    for (const entry of entries) sums.set(entry, (sums.get(entry) ?? 0) + (places.get(entry.costs[objective] as number) ?? 0))
  }
  return [...entries].sort((a, b) => (sums.get(a) ?? 0) - (sums.get(b) ?? 0))
}

/** Infinite costs are equal to each other. */
const ascending = (a: number, b: number): number => (a === b ? 0 : a - b)
