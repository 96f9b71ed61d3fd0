import { describe } from '../../contract/errors.ts'
import { SpaceError } from './errors.ts'
import type { FloatParameter } from './float.ts'
import type { IntegerParameter } from './integer.ts'

/** What floats and integers have in common. @throws SpaceError that names the parameter */
export function checkBounds(name: string, { kind, lower, upper, log, normal, default: preset }: FloatParameter | IntegerParameter): void {
  for (const [side, bound] of [
    ['lower', lower],
    ['upper', upper],
  ] as const) {
    if (typeof bound !== 'number' || !Number.isFinite(bound))
      throw new SpaceError(name, `expected a finite number as its ${side} bound, got ${describe(bound)}`)
    if (kind === 'integer' && !Number.isInteger(bound))
      throw new SpaceError(name, `expected an integer as its ${side} bound, got ${bound}; float() takes fractions`)
    if (kind === 'integer' && !Number.isSafeInteger(bound))
      throw new SpaceError(name, `expected integers within ±(2^53 - 1), got ${bound} as its ${side} bound; beyond it numbers are not exact`)
  }
  if (lower === upper) throw new SpaceError(name, `its lower and upper bound are both ${lower}; use constant(${lower})`)
  if (lower > upper) throw new SpaceError(name, `its lower bound ${lower} is above its upper bound ${upper}; swap them`)
  if (typeof log !== 'boolean') throw new SpaceError(name, `expected log to be true or false, got ${describe(log)}`)
  if (log && lower <= 0) throw new SpaceError(name, `log needs a lower bound above 0, got ${lower}; raise the bound or leave log out`)
  if (normal !== undefined) {
    if (
      typeof normal !== 'object' ||
      normal === null ||
      !Number.isFinite(normal.mean) ||
      !(normal.deviation > 0 && normal.deviation < Infinity)
    )
      throw new SpaceError(name, `expected normal to be { mean, deviation } with a deviation above 0, got ${describe(normal)}`)
    if (log) throw new SpaceError(name, 'it cannot be both normal and log; leave one out')
  }
  if (preset === undefined) return
  if (typeof preset !== 'number' || !(preset >= lower && preset <= upper) || (kind === 'integer' && !Number.isInteger(preset)))
    throw new SpaceError(
      name,
      `expected a default that is ${kind === 'integer' ? 'an integer' : 'a number'} from ${lower} to ${upper}, got ${describe(preset)}`,
    )
}
