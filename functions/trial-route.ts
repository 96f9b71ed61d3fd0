import * as v from 'valibot'
import { attemptOf } from '../contract/wire-shapes.ts'

/** Of an event, what every event carries inline in any protocol version: enough to say whose trial it is and where its result goes. */
export const TrialRoute = v.object({
  run: attemptOf.run,
  trial: attemptOf.trial,
  attempt: attemptOf.attempt,
  resultQueueUrl: v.string(),
})
export type TrialRoute = Readonly<v.InferOutput<typeof TrialRoute>>
