import { checkOptions } from './check-options.ts'
import type { NormalShape } from './normal-shape.ts'

export interface FloatParameter {
  readonly kind: 'float'
  readonly lower: number
  readonly upper: number
  readonly log: boolean
  /** Undefined: uniform. */
  readonly normal: NormalShape | undefined
  readonly default: number | undefined
}

/**
 * A real number from `lower` to `upper`, both included. With `log`, uniform on the logarithm.
 * With `normal`, values near its mean are the likeliest; not together with `log`.
 * The default is the middle (on the logarithm, with `log`); with `normal` its mean.
 * @throws SpaceError when there is no such option
 *
 * @example float(0.1, 100, { log: true, default: 10 })
 */
export function float(
  lower: number,
  upper: number,
  options: { readonly log?: boolean; readonly default?: number; readonly normal?: NormalShape } = {},
): FloatParameter {
  checkOptions('float', options, ['default', 'log', 'normal'])
  return Object.freeze({ kind: 'float', lower, upper, log: options.log ?? false, normal: options.normal, default: options.default })
}
