import { acInstances } from './functions/ac-instances.ts'
import { ackley10Mixed } from './functions/ackley10-mixed.ts'
import { branin } from './functions/branin.ts'
import { condAlgo } from './functions/cond-algo.ts'
import { hartmann6 } from './functions/hartmann6.ts'
import { mfCurve } from './functions/mf-curve.ts'
import { moZdtMixed } from './functions/mo-zdt-mixed.ts'
import { noisyHartmann6 } from './functions/noisy-hartmann6.ts'
import { rosenbrock6Log } from './functions/rosenbrock6-log.ts'
import { BLACKBOX_FUNCTIONS } from './further/blackbox-functions.ts'
import { FIDELITY_FUNCTIONS } from './further/fidelity-functions.ts'
import { INSTANCE_FUNCTIONS } from './further/instance-functions.ts'
import { PARTIAL_FUNCTIONS } from './further/partial-functions.ts'
import { WIDE_FUNCTIONS } from './further/wide-functions.ts'
import type { QualityFunction } from './quality-function.ts'

/** In the order of the table. */
export const QUALITY_FUNCTIONS: readonly QualityFunction[] = [
  branin,
  hartmann6,
  ackley10Mixed,
  rosenbrock6Log,
  noisyHartmann6,
  condAlgo,
  moZdtMixed,
  acInstances,
  mfCurve,
]

/** Other ones, so that a change is seen that helps those of the table alone. */
export const FURTHER_FUNCTIONS: readonly QualityFunction[] = [
  ...BLACKBOX_FUNCTIONS,
  ...WIDE_FUNCTIONS,
  ...INSTANCE_FUNCTIONS,
  ...FIDELITY_FUNCTIONS,
  ...PARTIAL_FUNCTIONS,
]

/** @throws Error when there is no function of that name */
export function functionNamed(wanted: string): QualityFunction {
  const all = [...QUALITY_FUNCTIONS, ...FURTHER_FUNCTIONS]
  const found = all.find(({ name }) => name === wanted)
  if (found === undefined) throw new Error(`--function: expected some of ${all.map(({ name }) => name).join(', ')}, got ${wanted}`)
  return found
}
