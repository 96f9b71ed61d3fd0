import type { Clock } from './clock.ts'
import { ScatteredData, type ScatterOptions, scatter } from './scatter.ts'
import type { Transport } from './transport.ts'

/** Remembers what one runner has scattered, by identity: the same object is encoded and uploaded once, and not looked at again. */
export class Scatterer {
  readonly #transport: Transport
  readonly #clock: Clock
  readonly #known = new WeakMap<object, Promise<ScatteredData>>()

  constructor(transport: Transport, clock: Clock) {
    this.#transport = transport
    this.#clock = clock
  }

  /** @throws DataError for data that is empty or cannot be encoded, TransportError */
  scatter(data: unknown, options: ScatterOptions): Promise<ScatteredData> {
    if (data instanceof ScatteredData) return Promise.resolve(data)
    if (typeof data !== 'object' || data === null) return scatter(data, this.#transport, this.#clock, options)
    const known = this.#known.get(data)
    if (known !== undefined) return known
    const scattering = scatter(data, this.#transport, this.#clock, options)
    this.#known.set(data, scattering)
    // A scatter that failed may go well the next time.
    scattering.catch(() => this.#known.delete(data))
    return scattering
  }
}
