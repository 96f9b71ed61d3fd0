import type { RunFigures } from '../study/run-statistics.ts'

/** `SUCCESS 118, TIMEOUT 2`, and what else befell trials. */
export function statusCounts({ statuses, cancelled, retried }: RunFigures): string {
  const counts = Object.entries(statuses).map(([name, count]) => `${name} ${count}`)
  if (cancelled > 0) counts.push(`cancelled ${cancelled}`)
  if (retried > 0) counts.push(`tried more than once ${retried}`)
  return counts.join(', ')
}
