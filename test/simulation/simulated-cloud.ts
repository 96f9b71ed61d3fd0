import { SimulatedBucket } from './simulated-bucket.ts'
import { SimulatedFunctions } from './simulated-functions.ts'
import { SimulatedQueue } from './simulated-queue.ts'
import type { SimulatedServices } from './simulated-services.ts'
import type { World } from './world.ts'

/** A cloud of the three pure models; it goes on when a laptop is off. */
export class SimulatedCloud {
  readonly functions: SimulatedFunctions
  readonly #world: World
  readonly #services: SimulatedServices

  constructor(world: World) {
    this.#world = world
    this.#services = { queue: null, bucket: new SimulatedBucket(world) }
    this.functions = new SimulatedFunctions(world, this.#services)
  }

  get bucket(): SimulatedBucket {
    return this.#services.bucket
  }

  get queue(): SimulatedQueue | null {
    return this.#services.queue
  }

  /** Makes the run's queue, or finds it again. */
  openQueue(): void {
    const { queue } = this.#services
    if (queue === null || queue.isGone) this.#services.queue = new SimulatedQueue(this.#world)
  }
}
