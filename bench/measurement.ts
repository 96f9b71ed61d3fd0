import type { FigureName } from './figure-name.ts'
import type { Systems } from './goal.ts'
import type { ProcessToMeasure } from './json-lines-of.ts'

/** One process that measures some figures of one system, once a repeat. */
export interface Measurement {
  readonly system: keyof Systems
  readonly what: string
  readonly figures: readonly FigureName[]
  readonly process: ProcessToMeasure
}
