import type { OptimizerName } from '../study/optimizer-name.ts'

/** Where trials run, as the command line says it. */
export interface Place {
  readonly on: 'local' | 'aws'
  /** Of a deployed stack. */
  readonly stack?: string
  readonly region?: string
}

/** What the command line says of a run; it goes before what the study says. */
export interface RunSettings extends Place {
  readonly workers?: number
  readonly trials?: number
  readonly seed?: number
  /** US dollars. */
  readonly maxCost?: number
  /** A trial that takes so many times the median is sent a second time. */
  readonly stragglerFactor?: number
  readonly optimizer?: OptimizerName
  /** Earlier runs whose trials are known from the beginning. */
  readonly warmStart?: readonly string[]
  readonly json: boolean
}
