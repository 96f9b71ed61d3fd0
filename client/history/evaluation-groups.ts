import { StatusType } from '../../contract/status.ts'
import { GrowingColumn } from './growing-column.ts'
import type { TrialTable } from './trial-table.ts'

const NONE = -1
/** What a group's trials have come to. */
const OPEN = 0
const SUCCEEDED = 1
const STOPPED = 2

/** The trials of one configuration at one budget, found without walking the whole table. Groups are numbered from 0. */
export class EvaluationGroups {
  readonly #table: TrialTable
  readonly #pairs = new Map<number, Map<number | null, number>>()
  #pairCount = 0
  /** By row: the pair of instance and seed, and the group's row before. */
  readonly #pair = new GrowingColumn(Int32Array)
  readonly #rowBefore = new GrowingColumn(Int32Array)
  /** By configuration: its newest group. */
  readonly #newest = new GrowingColumn(Int32Array)
  /** By group. */
  readonly #groupBefore = new GrowingColumn(Int32Array)
  readonly #lastRow = new GrowingColumn(Int32Array)
  readonly #rows = new GrowingColumn(Int32Array)
  readonly #standing = new GrowingColumn(Uint8Array)

  constructor(table: TrialTable) {
    this.#table = table
  }

  get length(): number {
    return this.#rows.length
  }

  /** Takes in the table's newest row and tells its group. */
  add(): number {
    const row = this.#table.length - 1
    this.#pair.push(this.#pairOf(this.#table.instanceId(row), this.#table.seed(row)))
    const known = this.find(this.#table.configurationId(row), this.#budgetOf(row))
    const group = known ?? this.#open(row)
    this.#rowBefore.push(known === null ? NONE : this.#lastRow.at(known))
    this.#lastRow.set(group, row)
    this.#rows.set(group, this.#rows.at(group) + 1)
    const status = this.#table.status(row)
    if (status === StatusType.SUCCESS && this.#standing.at(group) === OPEN) this.#standing.set(group, SUCCEEDED)
    if (status === StatusType.STOPPED) this.#standing.set(group, STOPPED)
    return group
  }

  /** The group of a configuration at a budget, -Infinity for none; null when there is no such trial. */
  find(configurationId: number, budget: number): number | null {
    for (const group of this.#ofConfiguration(configurationId)) if (this.budget(group) === budget) return group
    return null
  }

  configurationId(group: number): number {
    return this.#table.configurationId(this.#lastRow.at(group))
  }

  /** -Infinity for trials without a budget: every budget is above none. */
  budget(group: number): number {
    return this.#budgetOf(this.#lastRow.at(group))
  }

  /** Trials, repeated ones included: never fewer than the pairs. */
  rows(group: number): number {
    return this.#rows.at(group)
  }

  /** At least once, and none of its trials was stopped early: the cost of such a one is not what it would have come to. */
  succeeded(group: number): boolean {
    return this.#standing.at(group) === SUCCEEDED
  }

  /** Pair of instance and seed → the row of its latest trial. */
  evaluations(group: number): ReadonlyMap<number, number> {
    const rows = new Map<number, number>()
    for (const row of this.everyRow(group)) {
      const pair = this.#pair.at(row)
      if (!rows.has(pair)) rows.set(pair, row)
    }
    return rows
  }

  /** Every row, repeated pairs included, the newest first. */
  *everyRow(group: number): Generator<number> {
    for (let row = this.#lastRow.at(group); row !== NONE; row = this.#rowBefore.at(row)) yield row
  }

  /** The newest first. */
  *#ofConfiguration(configurationId: number): Generator<number> {
    if (configurationId > this.#newest.length) return
    for (let group = this.#newest.at(configurationId - 1); group !== NONE; group = this.#groupBefore.at(group)) yield group
  }

  #budgetOf(row: number): number {
    return this.#table.budget(row) ?? Number.NEGATIVE_INFINITY
  }

  #open(row: number): number {
    const configuration = this.#table.configurationId(row) - 1
    while (this.#newest.length <= configuration) this.#newest.push(NONE)
    const group = this.length
    this.#groupBefore.push(this.#newest.at(configuration))
    this.#lastRow.push(row)
    this.#rows.push(0)
    this.#standing.push(OPEN)
    this.#newest.set(configuration, group)
    return group
  }

  #pairOf(instanceId: number, seed: number | null): number {
    let seeds = this.#pairs.get(instanceId)
    if (seeds === undefined) {
      seeds = new Map()
      this.#pairs.set(instanceId, seeds)
    }
    const known = seeds.get(seed)
    if (known !== undefined) return known
    seeds.set(seed, this.#pairCount)
    return this.#pairCount++
  }
}
