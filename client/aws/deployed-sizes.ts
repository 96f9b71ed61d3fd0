import { OUTPUT } from '../../contract/deployment.ts'
import type { DescribedStack } from './stack-facts.ts'
import { workerSizes } from './worker-sizes.ts'

/** Memory of the workers that a stack has now, MiB, whatever version deployed it; null when it has none. @throws ShapeError */
export function deployedSizes({ stack, outputs }: DescribedStack): readonly number[] | null {
  return outputs.has(OUTPUT.workers) ? workerSizes(stack, outputs).map(({ memoryMiB }) => memoryMiB) : null
}
