import { eventClaimKey, objectKey } from '../../contract/object-keys.ts'
import type { ObjectReference } from '../../contract/object-reference.ts'
import { MAX_BODY_BYTES } from '../../contract/protocol.ts'
import { type ClaimedTrialEvent, isClaimed, parseFullTrialEvent, type TrialEvent } from '../../contract/trial-event.ts'
import { FunctionFault } from '../function-fault.ts'
import { fetchToMemory } from './fetch-to-memory.ts'
import type { ObjectStore } from './object-store.ts'

/**
 * The whole event: its body is fetched when the event has only a claim on it. Keys must be the ones that the contract gives,
 * and the body must be of the very trial that the event names: an event is data from outside.
 * @throws FunctionFault with code BAD_EVENT; ShapeError; the store's own faults.
 */
export async function fullEvent(event: TrialEvent | ClaimedTrialEvent, store: ObjectStore, signal: AbortSignal): Promise<TrialEvent> {
  const full = isClaimed(event) ? await redeem(event, store, signal) : event
  checkKey('target.key', full.target)
  if (full.data !== null) checkKey('data.key', full.data)
  return full
}

async function redeem(event: ClaimedTrialEvent, store: ObjectStore, signal: AbortSignal): Promise<TrialEvent> {
  const { claim, run, trial, attempt } = event
  const key = eventClaimKey(run, trial, attempt, claim.sha256)
  if (claim.key !== key) throw bad(`claim.key: expected ${key}, got ${JSON.stringify(claim.key)}`)
  if (claim.bytes > MAX_BODY_BYTES) throw bad(`claim.bytes: expected ${MAX_BODY_BYTES} at most, got ${claim.bytes}`)
  const bytes = await fetchToMemory(store, claim, signal)
  const body = parseFullTrialEvent(parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')))
  for (const field of ['run', 'trial', 'attempt', 'resultQueueUrl', 'notAfter'] as const) {
    if (body[field] !== event[field]) throw bad(`claimed body: ${field}: expected ${event[field]} as in the event, got ${body[field]}`)
  }
  return body
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw bad(`claimed body: expected JSON: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

function checkKey(where: string, { key, sha256 }: ObjectReference): void {
  if (key !== objectKey(sha256)) throw bad(`${where}: expected ${objectKey(sha256)}, got ${JSON.stringify(key)}`)
}

function bad(message: string): FunctionFault {
  return new FunctionFault('BAD_EVENT', `trial event: ${message}`, { retryable: false })
}
