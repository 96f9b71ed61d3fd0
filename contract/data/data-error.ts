import { TrialfanError } from '../errors.ts'

/** A value that cannot be scattered, or stored data that cannot be read back. The message begins with the place: `data.layers[2].init: …`. */
export class DataError extends TrialfanError {
  /** Where in the data: `data.layers[2].init`. */
  readonly path: string

  constructor(path: string, problem: string, options: { cause?: unknown } = {}) {
    super('DATA', `${path}: ${problem}`, { path }, options)
    this.path = path
  }
}
