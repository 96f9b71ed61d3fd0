import type { OptimizerName } from '../study/optimizer-name.ts'

/** What the command line says of a run; it goes before what the study says. */
export interface RunSettings {
  readonly workers?: number
  readonly trials?: number
  readonly seed?: number
  readonly optimizer?: OptimizerName
  readonly json: boolean
}
