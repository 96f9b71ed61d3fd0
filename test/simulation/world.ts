import { Random } from '../../client/space/index.ts'
import { FaultPlan } from './fault-plan.ts'
import type { Schedule } from './schedule.ts'
import { SimulatedClock } from './simulated-clock.ts'
import { Witness } from './witness.ts'

/** 2026-11-24, some time of the day. */
const BEGIN = 1_795_500_000_000

/** What the parts of one simulated world share: time, chance, planned faults, and who sees it all. */
export class World {
  readonly schedule: Schedule
  readonly clock = new SimulatedClock(BEGIN)
  readonly witness: Witness
  readonly plan: FaultPlan
  isRelayDown = false
  readonly #chance: Random
  #ids = 0

  constructor(schedule: Schedule, isTelling: boolean) {
    this.schedule = schedule
    this.witness = new Witness(this.clock, isTelling)
    this.plan = new FaultPlan(schedule.faults, this.witness)
    this.#chance = new Random(schedule.seed).split('world')
  }

  /** Milliseconds since the world began. */
  get age(): number {
    return this.clock.now() - BEGIN
  }

  /** A duration or way, drawn: whole milliseconds. */
  between(leastMs: number, mostMs: number): number {
    return leastMs + this.#chance.integer(mostMs - leastMs + 1)
  }

  newId = (): string => `id${this.#ids++}`
}
