import { delay } from '../../client/runner/clock.ts'
import type { Fault } from './fault.ts'
import { Laptop } from './laptop.ts'
import { RunFolder } from './run-folder.ts'
import type { Schedule } from './schedule.ts'
import { SimulatedCloud } from './simulated-cloud.ts'
import { World } from './world.ts'

/** A run of the real client on a simulated cloud, through as many lives as it takes: what it does, and what is done to it. */
export class Simulation implements Disposable {
  readonly world: World
  readonly cloud: SimulatedCloud
  /** When somebody deleted the queue of the run while it ran; virtual ms, or null. */
  queueGoneAt: number | null = null
  readonly #folder: RunFolder | null
  #laptop: Laptop
  #resumed = 0
  /** How long the laptop that was killed last stays off, ms. */
  #offMs = 0

  constructor(schedule: Schedule, isTelling: boolean) {
    this.world = new World(schedule, isTelling)
    const { clock, plan } = this.world
    this.cloud = new SimulatedCloud(this.world)
    this.#folder = plan.has('laptop killed') ? new RunFolder() : null
    this.#laptop = this.#newLaptop(null)
    for (const fault of plan.timed) clock.after(fault.at, () => this.#strike(fault))
  }

  /** The one that works on the run, or that did last. */
  get laptop(): Laptop {
    return this.#laptop
  }

  async run(): Promise<void> {
    const { clock, witness } = this.world
    for (;;) {
      await this.#laptop.life()
      if (this.#laptop.phase !== 'killed') return
      await delay(clock, this.#offMs, new AbortController().signal)
      this.#resumed++
      this.#laptop = this.#newLaptop(this.#laptop)
      witness.tell('client: resumes')
    }
  }

  [Symbol.dispose](): void {
    this.#folder?.[Symbol.dispose]()
  }

  #newLaptop(before: Laptop | null): Laptop {
    const { world, cloud } = this
    const onNewQueue = (): void => {
      this.queueGoneAt = null
    }
    const laptop = new Laptop({ world, cloud, folder: this.#folder, before, onNewQueue, resumed: this.#resumed })
    laptop.books.mayEndEarly = world.plan.timed.some(endsTrials)
    return laptop
  }

  #strike({ kind, amount }: Fault): void {
    const { world, cloud } = this
    const laptop = this.#laptop
    world.witness.tell(`FAULT ${kind}${amount === 0 ? '' : ` (${amount})`}`)
    switch (kind) {
      case 'limit changed':
        cloud.functions.setLimit(amount)
        break
      case 'credentials expired':
        laptop.transport.isExpired = true
        world.clock.after(amount, () => {
          laptop.transport.isExpired = false
        })
        break
      case 'relay down':
        world.isRelayDown = true
        world.clock.after(amount, () => {
          world.isRelayDown = false
        })
        break
      case 'laptop asleep':
        laptop.count.canRead = false
        laptop.clock.sleep(amount)
        break
      case 'laptop killed':
        this.#offMs = amount
        laptop.kill()
        break
      case 'queue deleted':
        cloud.queue?.remove()
        if (laptop.phase === 'running') this.queueGoneAt = world.age
        break
      case 'interrupted':
        laptop.interrupt()
        break
    }
  }
}

/** Faults that may end trials whose own way was fine. */
function endsTrials({ kind, amount }: Fault): boolean {
  const ends: readonly string[] = ['queue deleted', 'interrupted', 'credentials expired']
  return ends.includes(kind) || (kind === 'limit changed' && amount === 0)
}
