import { createHash } from 'node:crypto'
import { TrialfanError } from '../../contract/errors.ts'
import { eventClaimKey } from '../../contract/object-keys.ts'
import type { ObjectReference } from '../../contract/object-reference.ts'
import { MAX_BODY_BYTES, MAX_INLINE_EVENT_BYTES, PROTOCOL_VERSION } from '../../contract/protocol.ts'
import type { TrialInfo } from '../../contract/trial.ts'
import type { ClaimedTrialEvent, TrialEvent } from '../../contract/trial-event.ts'
import type { Transport } from './transport.ts'
import type { TrialSettings } from './trial-settings.ts'

/** What all events of a run have in common. */
export interface RunFacts {
  readonly run: string
  readonly settings: TrialSettings
  readonly target: TrialEvent['target']
  readonly queueUrl: string
}

export interface EventFacts {
  readonly trial: number
  readonly attempt: number
  readonly session: number
  readonly info: TrialInfo
  readonly data: ObjectReference | null
  readonly timeLimitMs: number
  readonly notAfter: number
}

/** Writes the events of one run; a large one's body goes to S3 first. */
export class EventWriter {
  readonly #objects: Transport['objects']
  readonly #facts: RunFacts

  constructor(objects: Transport['objects'], facts: RunFacts) {
    this.#objects = objects
    this.#facts = facts
  }

  /** The invoke's payload. @throws TrialfanError EVENT_TOO_LARGE, TransportError */
  async write(facts: EventFacts, signal: AbortSignal): Promise<string> {
    const payload = JSON.stringify(this.#event(facts))
    // A character has up to 3 bytes in UTF-8; most events are far below and need no counting.
    if (payload.length * 3 <= MAX_INLINE_EVENT_BYTES || Buffer.byteLength(payload) <= MAX_INLINE_EVENT_BYTES) return payload
    return JSON.stringify(await this.#claim(facts, payload, signal))
  }

  #event(facts: EventFacts): TrialEvent {
    const { info, data, timeLimitMs } = facts
    const { settings, target } = this.#facts
    const instance = info.instance ?? null
    const features = instance === null ? null : (settings.instanceFeatures?.[instance] ?? null)
    return {
      ...this.#envelope(facts),
      target,
      objectives: [...settings.objectives],
      data,
      configuration: info.configuration,
      instance,
      features: features === null ? null : [...features],
      budget: info.budget ?? null,
      seed: info.seed ?? null,
      limits: { timeMs: timeLimitMs, memoryMiB: settings.trialMemoryLimitMiB },
      ...((info.stopAbove ?? null) !== null && { stopAbove: [...(info.stopAbove ?? [])] }),
    }
  }

  async #claim(facts: EventFacts, payload: string, signal: AbortSignal): Promise<ClaimedTrialEvent> {
    const { trial, attempt } = facts
    const body = Buffer.from(payload)
    const bytes = body.byteLength
    if (bytes > MAX_BODY_BYTES) {
      const message = `trial ${trial}: its event has ${bytes} bytes, at most ${MAX_BODY_BYTES} can be sent; scatter what is large`
      throw new TrialfanError('EVENT_TOO_LARGE', message, { trial, bytes })
    }
    const sha256 = createHash('sha256').update(body).digest('hex')
    const key = eventClaimKey(this.#facts.run, trial, attempt, sha256)
    await this.#objects.put(key, { bytes, chunks: () => [body] }, { signal })
    return { ...this.#envelope(facts), claim: { key, sha256, bytes } }
  }

  /** What is told of an attempt wherever the rest of its event lies. */
  #envelope({ trial, attempt, session, notAfter }: EventFacts): Omit<ClaimedTrialEvent, 'claim'> {
    const { run, queueUrl: resultQueueUrl } = this.#facts
    return { protocol: PROTOCOL_VERSION, run, trial, attempt, session, notAfter, resultQueueUrl }
  }
}
