import type { EvaluationGroups } from './evaluation-groups.ts'
import type { TrialTable } from './trial-table.ts'

interface Leader {
  readonly group: number
  readonly evaluations: ReadonlyMap<number, number>
  readonly mean: number
}

/**
 * Which configuration leads, for one objective, kept up to date trial by trial:
 *
 * - Only trials at the highest budget count at which any configuration has succeeded with a finite mean.
 * - A challenger is compared once it was evaluated on every instance and seed that the incumbent was, and on those only.
 *   It takes over when its mean cost there is lower; a tie leaves the incumbent.
 * - When the incumbent is evaluated on more, all others that cover it are compared anew.
 * - A configuration without a success, or with an infinite mean, never leads; an incumbent whose mean becomes infinite gives way to
 *   the one with the most evaluations, the lowest mean among those.
 */
export class IncumbentRace {
  readonly #table: TrialTable
  readonly #groups: EvaluationGroups
  readonly #byBudget = new Map<number, number[]>()
  #leader: Leader | null = null
  #known = 0

  constructor(table: TrialTable, groups: EvaluationGroups) {
    this.#table = table
    this.#groups = groups
  }

  get leader(): Leader | null {
    return this.#leader
  }

  /** The mean cost of a configuration on the leader's pairs; null when it was not run on all of them. */
  meanBesideLeader(configurationId: number): number | null {
    if (this.#leader === null) return null
    const group = this.#groups.find(configurationId, this.#groups.budget(this.#leader.group))
    return group === null ? null : this.#meanOn(this.#leader.evaluations.keys(), this.#groups.evaluations(group))
  }

  /** After a trial of this group was added. */
  told(group: number): void {
    for (; this.#known < this.#groups.length; this.#known++) {
      const budget = this.#groups.budget(this.#known)
      const rivals = this.#byBudget.get(budget)
      if (rivals === undefined) this.#byBudget.set(budget, [this.#known])
      else rivals.push(this.#known)
    }
    const before = this.#leader
    if (before?.group === group) this.#leaderGrew(group)
    // On the very same pairs, whoever lost against the leader before loses against a better one.
    else if (this.#challenge(group) && before?.evaluations.size !== this.#leader?.evaluations.size) this.#compareAll()
  }

  #leaderGrew(group: number): void {
    this.#leader = this.#finite(group)
    if (this.#leader === null) this.#elect()
    this.#compareAll()
  }

  /** True when the group took the lead. */
  #challenge(group: number): boolean {
    const leader = this.#leader
    const sameBudget = leader !== null && this.#groups.budget(group) === this.#groups.budget(leader.group)
    if (sameBudget && this.#groups.rows(group) < leader.evaluations.size) return false
    if (leader !== null && this.#groups.budget(group) < this.#groups.budget(leader.group)) return false
    const challenger = this.#finite(group)
    if (challenger === null) return false
    if (sameBudget) {
      const mean = this.#meanOn(leader.evaluations.keys(), challenger.evaluations)
      if (mean === null || mean >= leader.mean) return false
    }
    this.#leader = challenger
    return true
  }

  /** Ends: each change of leader covers the one before, and on the same pairs the mean falls. */
  #compareAll(): void {
    for (let changed = true; changed && this.#leader !== null; ) {
      changed = false
      for (const rival of this.#byBudget.get(this.#groups.budget(this.#leader.group)) ?? [])
        if (rival !== this.#leader.group && this.#challenge(rival)) changed = true
    }
  }

  #elect(): void {
    for (const budget of [...this.#byBudget.keys()].sort((a, b) => b - a)) {
      const finite = (this.#byBudget.get(budget) ?? []).flatMap((group) => this.#finite(group) ?? [])
      const [first] = finite.sort((a, b) => b.evaluations.size - a.evaluations.size || a.mean - b.mean)
      if (first === undefined) continue
      this.#leader = first
      return
    }
  }

  #finite(group: number): Leader | null {
    if (!this.#groups.succeeded(group)) return null
    const evaluations = this.#groups.evaluations(group)
    const mean = this.#meanOn(evaluations.keys(), evaluations)
    return mean !== null && mean < Infinity ? { group, evaluations, mean } : null
  }

  /** Null when a pair was not evaluated. */
  #meanOn(pairs: Iterable<number>, evaluations: ReadonlyMap<number, number>): number | null {
    let sum = 0
    let count = 0
    for (const pair of pairs) {
      const row = evaluations.get(pair)
      if (row === undefined) return null
      sum += this.#table.cost(row, 0)
      count++
    }
    return sum / count
  }
}
