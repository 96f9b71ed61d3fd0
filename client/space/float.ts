import { checkOptions } from './check-options.ts'

export interface FloatParameter {
  readonly kind: 'float'
  readonly lower: number
  readonly upper: number
  readonly log: boolean
  readonly default: number | undefined
}

/**
 * A real number from `lower` to `upper`, both included. With `log`, uniform on the logarithm.
 * The default is the middle (on the logarithm, with `log`).
 * @throws SpaceError when there is no such option
 *
 * @example float(0.1, 100, { log: true, default: 10 })
 */
export function float(lower: number, upper: number, options: { readonly log?: boolean; readonly default?: number } = {}): FloatParameter {
  checkOptions('float', options, ['default', 'log'])
  return Object.freeze({ kind: 'float', lower, upper, log: options.log ?? false, default: options.default })
}
