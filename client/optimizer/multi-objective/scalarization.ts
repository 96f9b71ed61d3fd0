import type { Random } from '../../space/index.ts'

/** Makes one cost of several: standardised columns, one an objective, become one column. */
export interface Scalarization {
  readonly name: string
  /** Whether it gives the same column every time for the same costs. */
  readonly isFixed: boolean
  combine(columns: readonly Float64Array[], random: Random): Float64Array
}
