import { createHash } from 'node:crypto'
import { resultClaimKey } from '../../contract/object-keys.ts'
import { MAX_INLINE_RESULT_BYTES } from '../../contract/protocol.ts'
import type { ClaimedTrialResult, TrialResult } from '../../contract/trial-result.ts'
import type { ResultSender, SendAnswer } from '../result-sender.ts'
import type { ObjectStore } from './object-store.ts'

/** Sends a result to its run's queue; a large one goes to the bucket, and the message says where it lies. */
export async function sendResult(
  queueUrl: string,
  result: TrialResult,
  { store, sender }: { readonly store: ObjectStore; readonly sender: ResultSender },
): Promise<SendAnswer> {
  const body = JSON.stringify(result)
  // A JSON string has at least one byte a UTF-16 unit, and at most three.
  if (body.length * 3 <= MAX_INLINE_RESULT_BYTES) return sender.send(queueUrl, body)
  const bytes = Buffer.from(body, 'utf8')
  if (bytes.byteLength <= MAX_INLINE_RESULT_BYTES) return sender.send(queueUrl, body)
  const { protocol, run, trial, attempt } = result
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const key = resultClaimKey(run, trial, attempt, sha256)
  await store.write(key, bytes)
  const claimed: ClaimedTrialResult = { protocol, run, trial, attempt, claim: { key, sha256, bytes: bytes.byteLength } }
  return sender.send(queueUrl, JSON.stringify(claimed))
}
