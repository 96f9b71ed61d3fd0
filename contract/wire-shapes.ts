import * as v from 'valibot'
import { PROTOCOL_VERSION } from './protocol.ts'

/** Shapes that events and results share. */
export const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

const RunId = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))

/** A stored object by its key, content and size. */
export const Reference = v.strictObject({
  key: v.pipe(v.string(), v.maxLength(1024)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  bytes: Count,
})

/** Whose attempt at which trial a message is about. */
export const attemptOf = {
  protocol: v.literal(PROTOCOL_VERSION),
  run: RunId,
  trial: Count,
  attempt: v.pipe(v.number(), v.integer(), v.minValue(1)),
}
