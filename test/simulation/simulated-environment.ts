import type { LambdaEvent } from '../../client/local/model/lambda-event.ts'
import { cancelMarkerKey } from '../../contract/object-keys.ts'
import { PROTOCOL_VERSION } from '../../contract/protocol.ts'
import { StatusType } from '../../contract/status.ts'
import { isClaimed, parseFullTrialEvent, parseTrialEvent, type TrialEvent } from '../../contract/trial-event.ts'
import type { TrialResult } from '../../contract/trial-result.ts'
import { readFailureRecord } from '../../functions/failure-relay/read-failure-record.ts'
import { sendResult } from '../../functions/worker/send-result.ts'
import { lieOf } from './lie-of.ts'
import type { SimulatedServices } from './simulated-services.ts'
import { costOf } from './simulated-target.ts'
import { nameOf } from './witness.ts'
import type { World } from './world.ts'

interface EnvironmentParts {
  readonly id: string
  readonly kind: 'worker' | 'relay'
  readonly world: World
  readonly services: SimulatedServices
}

/** A result of this many characters does not go inline. */
const HEAVY_INFO_CHARACTERS = 210_000

/** One execution environment: does with an event what the worker and the relay do, step by step, and can die between any two. */
export class SimulatedEnvironment {
  readonly #parts: EnvironmentParts
  readonly #report: (event: LambdaEvent) => void
  #isDead = false
  #isCold = true
  #requestId = ''

  constructor(parts: EnvironmentParts, report: (event: LambdaEvent) => void) {
    this.#parts = parts
    this.#report = report
    this.#after(parts.world.between(30, 200), () => report({ kind: 'environment ready', environment: parts.id }))
  }

  take(requestId: string, payload: string): void {
    this.#requestId = requestId
    const { world, kind } = this.#parts
    this.#after(world.between(1, 6), () => (kind === 'relay' ? this.#relay(payload) : this.#work(payload)))
  }

  die(signal: 'SIGKILL'): void {
    if (this.#isDead) return
    this.#isDead = true
    const { id, world } = this.#parts
    world.clock.after(world.between(1, 20), () =>
      this.#report({ kind: 'environment exited', environment: id, exit: { signal, code: null } }),
    )
  }

  #work(payload: string): void {
    const { world, services } = this.#parts
    const { witness, clock, plan } = world
    const event = this.#read(payload)
    if (clock.now() > event.notAfter) {
      witness.tell(() => `worker: ${nameOf(event)} is stale`)
      witness.sentUnstarted(event)
      this.#send(event, this.#stale(event))
      return
    }
    if (services.bucket.has(cancelMarkerKey(event.run, event.session))) {
      witness.tell(() => `worker: ${nameOf(event)} is cancelled`)
      this.#answer()
      return
    }
    witness.tell(() => `worker: ${nameOf(event)} begins`)
    witness.executed++
    const startedAt = clock.now()
    const runtimeMs = world.between(1, world.between(0, 9) === 0 ? 900 : 200)
    if (plan.strikes('environment killed while it runs', event) !== null) {
      this.#after(world.between(0, runtimeMs), () => this.die('SIGKILL'))
      return
    }
    this.#after(runtimeMs, () => {
      if (plan.strikes('environment killed before sending', event) !== null) this.die('SIGKILL')
      else this.#send(event, this.#result(event, { cost: [costOf(event)], startedAt, runtimeMs, endedAt: clock.now() }))
    })
  }

  #read(payload: string): TrialEvent {
    const event = parseTrialEvent(JSON.parse(payload))
    if (!isClaimed(event)) return event
    return parseFullTrialEvent(JSON.parse(Buffer.from(this.#parts.services.bucket.get(event.claim.key)).toString()))
  }

  #send(event: TrialEvent, result: TrialResult): void {
    const { world, services } = this.#parts
    this.#after(world.between(1, 10), () => {
      void this.#sendNow(event, result, services)
    })
  }

  async #sendNow(event: TrialEvent, result: TrialResult, { bucket, queue }: SimulatedServices): Promise<void> {
    const { world } = this.#parts
    const store = {
      read: () => Promise.reject(new Error('nothing is read here')),
      exists: () => Promise.reject(new Error('nothing is asked here')),
      write: async (key: string, bytes: Uint8Array) => bucket.put(key, bytes),
    }
    const planned = world.plan.strikes('worker lies', event)
    const lie = planned === null ? null : lieOf(result, planned.amount)
    const sender = {
      send: async (_: string, body: string) => {
        if (queue === null || queue.isGone) return 'gone' as const
        queue.send({ body, about: event, isResult: body !== lie && result.started })
        return 'sent' as const
      },
    }
    if (lie !== null) await sender.send('', lie)
    const answer = await sendResult(event.resultQueueUrl, result, { store, sender })
    world.witness.tell(() => `worker: ${nameOf(event)} ends: ${answer}`)
    if (world.plan.strikes('environment killed after sending', event) !== null) this.die('SIGKILL')
    else this.#after(world.between(0, 3), () => this.#answer())
  }

  #relay(payload: string): void {
    const { world, services } = this.#parts
    if (world.isRelayDown) {
      world.witness.tell('relay: down')
      this.#report({ kind: 'failed', environment: this.#parts.id, requestId: this.#requestId, payload: '{"errorType":"Error"}' })
      this.#becomeReady()
      return
    }
    const { result } = readFailureRecord(JSON.parse(payload), world.clock.now())
    const { plan } = world
    const late = plan.strikes('failure record late', result) ?? plan.strikes('failure record for an old attempt', result)
    world.witness.tell(() => `relay: ${nameOf(result)}: ${result.info.errorCode}`)
    if (!result.started) world.witness.sentUnstarted(result)
    if (services.queue !== null && !services.queue.isGone)
      services.queue.send({ body: JSON.stringify(result), about: result, isResult: false }, late?.amount)
    this.#answer()
  }

  #answer(): void {
    this.#report({ kind: 'answered', environment: this.#parts.id, requestId: this.#requestId, payload: 'null' })
    this.#becomeReady()
  }

  #becomeReady(): void {
    this.#after(this.#parts.world.between(0, 2), () => this.#report({ kind: 'environment ready', environment: this.#parts.id }))
  }

  #stale(event: TrialEvent): TrialResult {
    const now = this.#parts.world.clock.now()
    const result = this.#result(event, { cost: [], startedAt: now, endedAt: now, runtimeMs: 0 })
    return { ...result, status: StatusType.CRASHED, cost: null, info: { errorCode: 'STALE_EVENT' }, started: false, retryable: true }
  }

  #result(
    { run, trial, attempt }: TrialEvent,
    told: { readonly cost: number[]; readonly startedAt: number; readonly endedAt: number; readonly runtimeMs: number },
  ): TrialResult {
    const cold = this.#isCold
    this.#isCold = false
    const { id, world } = this.#parts
    const worker = { environment: id, cold, initMs: 100, memoryMiB: 1_769, peakRssMiB: 80, requestId: this.#requestId, fetchMs: 0 }
    const info = world.schedule.isHeavy && trial === 0 ? { text: 'x'.repeat(HEAVY_INFO_CHARACTERS) } : {}
    const { SUCCESS } = StatusType
    const fixed = { protocol: PROTOCOL_VERSION, cpuTimeMs: told.runtimeMs, started: true, retryable: false } as const
    return { ...fixed, ...told, run, trial, attempt, status: SUCCESS, info, worker }
  }

  #after(delayMs: number, callback: () => void): void {
    this.#parts.world.clock.after(delayMs, () => {
      if (!this.#isDead) callback()
    })
  }
}
