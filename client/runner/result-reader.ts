import { createHash } from 'node:crypto'
import { ShapeError, TrialfanError } from '../../contract/errors.ts'
import { resultClaimKey } from '../../contract/object-keys.ts'
import { MAX_BODY_BYTES, MAX_INLINE_RESULT_BYTES } from '../../contract/protocol.ts'
import { parseFullTrialResult, parseTrialResult, type TrialResult } from '../../contract/trial-result.ts'
import type { ObjectPort } from './transport.ts'

/** SQS's own cap; a message can carry more than we ask of workers, never more than this. */
const MAX_MESSAGE_CHARACTERS = 1024 * 1024

/**
 * Reads one message of a run's queue; fetches the body of a claimed result.
 * @throws TrialfanError for what is no result of this run: another run's, too large, or not what its pointer promises
 */
export async function readResult(body: string, run: string, objects: ObjectPort, signal: AbortSignal): Promise<TrialResult> {
  if (body.length > MAX_MESSAGE_CHARACTERS) {
    throw new ShapeError('trial result', '', `at most ${MAX_MESSAGE_CHARACTERS} characters (${MAX_INLINE_RESULT_BYTES} bytes inline)`, body)
  }
  const message = parseTrialResult(parseJson(body))
  checkRun(message.run, run)
  if (!('claim' in message)) return message
  const { claim, trial, attempt } = message
  const key = resultClaimKey(run, trial, attempt, claim.sha256)
  if (claim.key !== key) throw new ShapeError('trial result', 'claim.key', key, claim.key)
  if (claim.bytes > MAX_BODY_BYTES) throw new ShapeError('trial result', 'claim.bytes', `at most ${MAX_BODY_BYTES}`, claim.bytes)
  const bytes = await objects.get(key, { signal, maxBytes: claim.bytes })
  if (createHash('sha256').update(bytes).digest('hex') !== claim.sha256) {
    throw new TrialfanError('HASH_MISMATCH', `trial result: the body at ${key} is not what its pointer says`, { key })
  }
  const result = parseFullTrialResult(parseJson(Buffer.from(bytes).toString('utf8')))
  checkRun(result.run, run)
  if (result.trial !== trial || result.attempt !== attempt)
    throw new ShapeError('trial result', 'trial', `${trial}, attempt ${attempt}`, result.trial)
  return result
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ShapeError('trial result', '', 'JSON', text)
  }
}

function checkRun(got: string, run: string): void {
  if (got !== run) throw new ShapeError('trial result', 'run', JSON.stringify(run), got)
}
