/**
 * The items that no other one dominates: at least as good in every objective and better in one. Lower is better.
 * Items with equal costs stay together; infinite costs never stay. In the order given.
 */
export function nonDominated<T extends { readonly costs: readonly number[] }>(items: readonly T[]): T[] {
  // Sorted, an item can only be dominated by one before it, and the front found so far is enough to tell.
  const sorted = items.filter(({ costs }) => costs.every((cost) => cost < Infinity)).sort((a, b) => compare(a.costs, b.costs))
  const front = new Set<T>()
  for (const item of sorted) {
    let dominated = false
    for (const other of front) {
      dominated = dominates(other.costs, item.costs)
      if (dominated) break
    }
    if (!dominated) front.add(item)
  }
  return items.filter((item) => front.has(item))
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let objective = 0; objective < a.length; objective++) {
    const [left, right] = [a[objective] as number, b[objective] as number]
    if (left !== right) return left - right
  }
  return 0
}

function dominates(a: readonly number[], b: readonly number[]): boolean {
  let better = false
  for (let objective = 0; objective < a.length; objective++) {
    const [left, right] = [a[objective] as number, b[objective] as number]
    if (left > right) return false
    if (left < right) better = true
  }
  return better
}
