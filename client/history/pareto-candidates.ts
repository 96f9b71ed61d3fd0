import type { EvaluationGroups } from './evaluation-groups.ts'
import type { TrialTable } from './trial-table.ts'

export interface ParetoCandidate {
  readonly group: number
  /** Means over the reference pairs, one an objective. */
  readonly costs: readonly number[]
  readonly evaluations: number
}

/**
 * The configurations that can be compared with each other over several objectives: at the highest budget at which one succeeded,
 * take the one evaluated on the most pairs of instance and seed (the first of several); all that were evaluated on those same pairs
 * stand beside it, by their mean costs there.
 */
export function paretoCandidates(table: TrialTable, groups: EvaluationGroups, objectives: number): readonly ParetoCandidate[] {
  const comparable = Array.from({ length: groups.length }, (_, group) => group)
    .filter((group) => groups.succeeded(group))
    .map((group) => ({ group, evaluations: groups.evaluations(group) }))
    .filter(({ evaluations }) => means(table, objectives, evaluations.keys(), evaluations)?.every((cost) => cost < Infinity))
  const highest = comparable.reduce((most, { group }) => Math.max(most, groups.budget(group)), Number.NEGATIVE_INFINITY)
  const there = comparable.filter(({ group }) => groups.budget(group) === highest)
  const [first, ...others] = there
  if (first === undefined) return []
  const reference = others.reduce((most, each) => (each.evaluations.size > most.evaluations.size ? each : most), first)
  return there.flatMap(({ group, evaluations }) => {
    const costs = means(table, objectives, reference.evaluations.keys(), evaluations)
    return costs === null ? [] : { group, costs, evaluations: reference.evaluations.size }
  })
}

/** Null when a pair was not evaluated. */
function means(
  table: TrialTable,
  objectives: number,
  pairs: Iterable<number>,
  evaluations: ReadonlyMap<number, number>,
): readonly number[] | null {
  const sums = new Array<number>(objectives).fill(0)
  let count = 0
  for (const pair of pairs) {
    const row = evaluations.get(pair)
    if (row === undefined) return null
    for (let objective = 0; objective < objectives; objective++) sums[objective] = (sums[objective] as number) + table.cost(row, objective)
    count++
  }
  return sums.map((sum) => sum / count)
}
