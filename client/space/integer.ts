import { checkOptions } from './check-options.ts'
import type { NormalShape } from './normal-shape.ts'

export interface IntegerParameter {
  readonly kind: 'integer'
  readonly lower: number
  readonly upper: number
  readonly log: boolean
  /** Undefined: uniform. */
  readonly normal: NormalShape | undefined
  readonly default: number | undefined
}

/**
 * A whole number from `lower` to `upper`, both included and as likely as the others.
 * With `log`, value `i` is as likely as the stretch from `i - 0.5` to `i + 0.5` is long on the logarithm.
 * With `normal`, values near its mean are the likeliest; not together with `log`.
 * @throws SpaceError when there is no such option
 *
 * @example integer(1, 20, { log: true })
 */
export function integer(
  lower: number,
  upper: number,
  options: { readonly log?: boolean; readonly default?: number; readonly normal?: NormalShape } = {},
): IntegerParameter {
  checkOptions('integer', options, ['default', 'log', 'normal'])
  return Object.freeze({ kind: 'integer', lower, upper, log: options.log ?? false, normal: options.normal, default: options.default })
}
