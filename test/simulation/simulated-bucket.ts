import { BucketModel } from '../../client/local/model/bucket-model.ts'
import type { World } from './world.ts'

const FACTS = { contentType: null, metadata: {} }

/** The bucket model with its bytes. */
export class SimulatedBucket {
  readonly #world: World
  readonly #model: BucketModel
  readonly #bytes = new Map<string, Uint8Array>()

  constructor(world: World) {
    this.#world = world
    this.#model = new BucketModel(world.newId)
  }

  put(key: string, bytes: Uint8Array): void {
    const id = this.#world.newId()
    this.#bytes.set(id, bytes)
    const { freed } = this.#model.put(key, { id, bytes: bytes.byteLength }, FACTS, null, this.#world.clock.now())
    for (const old of freed) this.#bytes.delete(old.id)
  }

  has(key: string): boolean {
    return this.#model.list({ prefix: key, delimiter: '', after: '', maximum: 1 }).objects.some((object) => object.key === key)
  }

  /** @throws ServiceFault */
  head(key: string) {
    const { bytes, lastModified } = this.#model.get(key)
    return { bytes, lastModified }
  }

  /** @throws ServiceFault */
  get(key: string): Uint8Array {
    const [part] = this.#model.get(key).parts
    return (part === undefined ? undefined : this.#bytes.get(part.id)) ?? new Uint8Array()
  }

  touch(key: string): void {
    this.#model.touch(key, null, this.#world.clock.now())
  }
}
