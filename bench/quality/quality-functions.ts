import { acInstances } from './functions/ac-instances.ts'
import { ackley10Mixed } from './functions/ackley10-mixed.ts'
import { branin } from './functions/branin.ts'
import { condAlgo } from './functions/cond-algo.ts'
import { hartmann6 } from './functions/hartmann6.ts'
import { mfCurve } from './functions/mf-curve.ts'
import { moZdtMixed } from './functions/mo-zdt-mixed.ts'
import { noisyHartmann6 } from './functions/noisy-hartmann6.ts'
import { rosenbrock6Log } from './functions/rosenbrock6-log.ts'
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
