/**
 * Questions the cloud model asks where a real cloud may misbehave; each is asked once per occasion.
 * Tests answer by plan, simulations by seeded chance.
 */
export interface CloudFaults {
  /** An invoke is refused with 429 although there is room. */
  throttleInvoke(): boolean
  /** An event is accepted and then dropped without being sent ("events might also be deleted from the queue", Lambda guide). */
  loseEvent(): boolean
  /** An event is handed to the function twice. */
  duplicateEvent(): boolean
  /** The environment dies as it gets an invocation. */
  killEnvironment(): boolean
  /** An on-failure record is not delivered. */
  loseFailureRecord(): boolean
  /** A message is accepted and then lost. */
  loseMessage(): boolean
  /** A message is delivered and stays visible: at-least-once delivery. */
  duplicateMessage(): boolean
}

const never = (): boolean => false

/** A cloud on a good day. */
export const NO_FAULTS: CloudFaults = {
  throttleInvoke: never,
  loseEvent: never,
  duplicateEvent: never,
  killEnvironment: never,
  loseFailureRecord: never,
  loseMessage: never,
  duplicateMessage: never,
}
