import * as v from 'valibot'
import { OUTPUT, type WorkerSize } from '../../contract/deployment.ts'
import { parseShape } from '../../contract/parse-shape.ts'

const Workers = v.pipe(
  v.array(v.object({ name: v.pipe(v.string(), v.minLength(1)), memoryMiB: v.pipe(v.number(), v.integer(), v.minValue(1)) })),
  v.minLength(1),
)

/** The worker functions of a stack by its outputs, from the smallest to the largest. @throws ShapeError */
export function workerSizes(stack: string, outputs: ReadonlyMap<string, string>): readonly WorkerSize[] {
  return parseShape(`output ${OUTPUT.workers} of stack ${stack}`, Workers, json(outputs.get(OUTPUT.workers)))
}

function json(output: string | undefined): unknown {
  try {
    return JSON.parse(output ?? '')
  } catch {
    return output
  }
}
