import { describe } from '../../contract/errors.ts'
import { type StatusName, StatusType, statusName } from '../../contract/status.ts'
import type { Configuration, TrialInfo } from '../../contract/trial.ts'
import { ConfigurationIndex } from './configuration-index.ts'
import { HistoryError } from './errors.ts'
import { EvaluationGroups } from './evaluation-groups.ts'
import { IncumbentRace } from './incumbent-race.ts'
import { nonDominated } from './non-dominated.ts'
import { paretoCandidates } from './pareto-candidates.ts'
import type { TrialOutcome } from './trial-outcome.ts'
import { TrialTable } from './trial-table.ts'

/** One finished trial. */
export interface HistoryRecord {
  /** Trials are numbered from 1 in the order in which they were added. */
  readonly trial: number
  /** Configurations are numbered from 1 in the order in which they were first seen. */
  readonly configurationId: number
  readonly info: TrialInfo
  readonly outcome: TrialOutcome
}

/** A configuration and what it costs. */
export interface Standing {
  readonly configurationId: number
  readonly configuration: Configuration
  /** Means over its evaluations, one an objective. */
  readonly costs: readonly number[]
  /** Distinct pairs of instance and seed behind the means. */
  readonly evaluations: number
}

/** One step of the trajectory: from this trial on, this configuration led. */
export interface TrajectoryStep extends Standing {
  readonly trial: number
  /** When that trial ended, milliseconds since the epoch, by the worker's clock. */
  readonly endedAt: number
}

/**
 * All finished trials of a run, and who leads. Takes some 130 bytes a trial beside its configuration; adding is O(1) on average.
 * Costs are minimized. A cost that is not finite is kept as Infinity and never wins.
 * The rules of comparison: `IncumbentRace` for one objective, `paretoCandidates` for several.
 */
export class RunHistory {
  readonly objectives: readonly string[]
  readonly #configurations = new ConfigurationIndex()
  readonly #table: TrialTable
  readonly #groups: EvaluationGroups
  readonly #race: IncumbentRace | null
  readonly #trajectory: TrajectoryStep[] = []
  readonly #counts: Record<StatusName, number> = { RUNNING: 0, SUCCESS: 0, CRASHED: 0, TIMEOUT: 0, MEMORYOUT: 0, STOPPED: 0 }
  #front: { readonly trials: number; readonly standings: readonly Standing[] } = { trials: 0, standings: [] }

  /** @throws HistoryError without an objective */
  constructor(options: { readonly objectives: readonly string[] }) {
    this.objectives = Object.freeze([...options.objectives])
    if (this.objectives.length === 0) throw new HistoryError('expected at least one objective, got none')
    this.#table = new TrialTable(this.objectives.length)
    this.#groups = new EvaluationGroups(this.#table)
    this.#race = this.objectives.length === 1 ? new IncumbentRace(this.#table, this.#groups) : null
  }

  /** Finished trials. */
  get length(): number {
    return this.#table.length
  }

  /** Distinct configurations, as numbered: 1 to this. */
  get configurationCount(): number {
    return this.#configurations.length
  }

  /** Takes in a finished trial and gives its number. @throws HistoryError when it is still running, or has another number of costs */
  add(info: TrialInfo, value: TrialOutcome): number {
    if (value.status === StatusType.RUNNING) throw new HistoryError('expected a finished trial, got one that is RUNNING')
    const costs = this.#costs(value)
    this.#table.push(this.#configurations.add(info.configuration), info, value, costs)
    this.#counts[statusName(value.status)]++
    const group = this.#groups.add()
    if (this.#race !== null) this.#raceOn(this.#race, group)
    return this.length
  }

  /** @throws HistoryError when there is no such trial */
  record(trial: number): HistoryRecord {
    if (!(Number.isInteger(trial) && trial >= 1 && trial <= this.length))
      throw new HistoryError(`expected a trial from 1 to ${this.length}, got ${trial}`, { trial })
    const row = trial - 1
    const configurationId = this.#table.configurationId(row)
    const info = {
      configuration: this.configuration(configurationId),
      instance: this.#table.instance(row),
      seed: this.#table.seed(row),
      budget: this.#table.budget(row),
    }
    return { trial, configurationId, info, outcome: this.#table.outcome(row) }
  }

  /** In the order in which they were added; records are made as they are read. */
  *[Symbol.iterator](): Generator<HistoryRecord> {
    for (let trial = 1; trial <= this.length; trial++) yield this.record(trial)
  }

  /** @throws HistoryError when there is no such configuration */
  configuration(id: number): Configuration {
    const configuration = this.#configurations.get(id)
    if (configuration === undefined)
      throw new HistoryError(`expected a configuration from 1 to ${this.configurationCount}, got ${id}`, { id })
    return configuration
  }

  /** The number of a configuration, or null when no trial of it has finished. */
  configurationId(configuration: Configuration): number | null {
    return this.#configurations.find(configuration)
  }

  /** Finished trials per status. */
  counts(): Readonly<Record<StatusName, number>> {
    return { ...this.#counts }
  }

  /** Who leads, or null while none has a success with a finite cost. @throws HistoryError with several objectives */
  incumbent(): Standing | null {
    if (this.#race === null) throw new HistoryError(`there are ${this.objectives.length} objectives: ask for the paretoFront`)
    const { leader } = this.#race
    if (leader === null) return null
    return this.#standing(this.#groups.configurationId(leader.group), [leader.mean], leader.evaluations.size)
  }

  /** The trials that the incumbent's standing is made of: the latest of each pair of instance and seed, the newest first. */
  incumbentTrials(): readonly number[] {
    const leader = this.#race?.leader ?? null
    return leader === null ? [] : trialNumbers(leader.evaluations)
  }

  /** The latest trial of each pair of instance and seed that a configuration was run on at a budget, the newest first. */
  trialsOf(configuration: Configuration, budget: number | null = null): readonly number[] {
    const group = this.#group(configuration, budget)
    return group === null ? [] : trialNumbers(this.#groups.evaluations(group))
  }

  /** Every trial of a configuration at a budget, also those of the same instance and seed, the newest first. */
  everyTrialOf(configuration: Configuration, budget: number | null = null): readonly number[] {
    const group = this.#group(configuration, budget)
    return group === null ? [] : Array.from(this.#groups.everyRow(group), (row) => row + 1)
  }

  /** How another configuration did on the very pairs that the incumbent was run on; null when it was not run on all of them. */
  besideIncumbent(configuration: Configuration): Standing | null {
    const id = this.configurationId(configuration)
    const cost = id === null ? null : (this.#race?.meanBesideLeader(id) ?? null)
    return id === null || cost === null ? null : this.#standing(id, [cost], this.#race?.leader?.evaluations.size ?? 0)
  }

  /** The steps at which another configuration took the lead, with its cost at that time; for one objective. */
  trajectory(): readonly TrajectoryStep[] {
    return this.#trajectory
  }

  /** The comparable configurations that none dominates, in the order of their numbers. */
  paretoFront(): readonly Standing[] {
    if (this.#front.trials !== this.length) {
      const front = nonDominated(paretoCandidates(this.#table, this.#groups, this.objectives.length))
      const standings = front.map(({ group, costs, evaluations }) =>
        this.#standing(this.#groups.configurationId(group), costs, evaluations),
      )
      this.#front = { trials: this.length, standings: standings.sort((a, b) => a.configurationId - b.configurationId) }
    }
    return this.#front.standings
  }

  #group(configuration: Configuration, budget: number | null): number | null {
    const id = this.configurationId(configuration)
    return id === null ? null : this.#groups.find(id, budget ?? Number.NEGATIVE_INFINITY)
  }

  #raceOn(race: IncumbentRace, group: number): void {
    const before = race.leader?.group
    race.told(group)
    const incumbent = race.leader?.group === before ? null : this.incumbent()
    if (incumbent === null) return
    this.#trajectory.push({ ...incumbent, trial: this.length, endedAt: this.#table.endedAt(this.length - 1) })
  }

  #standing(configurationId: number, costs: readonly number[], evaluations: number): Standing {
    return { configurationId, configuration: this.configuration(configurationId), costs, evaluations }
  }

  #costs({ cost }: TrialOutcome): readonly number[] {
    const costs = typeof cost === 'number' ? [cost] : cost
    if (!Array.isArray(costs) || costs.length !== this.objectives.length)
      throw new HistoryError(`expected ${this.objectives.length} cost(s) (${this.objectives.join(', ')}), got ${describe(cost)}`, { cost })
    return costs.map((each) => (Number.isFinite(each) ? each : Infinity))
  }
}

const trialNumbers = (evaluations: ReadonlyMap<number, number>): readonly number[] => Array.from(evaluations.values(), (row) => row + 1)
