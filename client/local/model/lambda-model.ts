import { Account } from './account.ts'
import { type CloudFaults, NO_FAULTS } from './cloud-faults.ts'
import { Deadlines } from './deadlines.ts'
import { type EnvironmentExit, exitFailure, timeoutFailure } from './environment-failure.ts'
import { Environments } from './environments.ts'
import { type FailureCondition, failureRecord } from './failure-record.ts'
import type { FunctionSettings } from './function-settings.ts'
import type { Due, Environment, FunctionState, Invocation } from './function-state.ts'
import type { InvokeReply, LambdaCommand } from './lambda-command.ts'
import type { LambdaEvent } from './lambda-event.ts'
import type { LambdaModelOptions } from './lambda-model-options.ts'
import { newInvocation, WaitingLine } from './waiting-line.ts'

const FIRST_BACKOFF_MS = 1_000
const LONGEST_BACKOFF_MS = 300_000
/** The pause before the second and the third attempt after a function error. */
const RETRY_DELAYS_MS = [60_000, 120_000]

/**
 * Lambda as trialfan uses it: asynchronous queues, environments, concurrency, retries, event age, failure destinations.
 * Pure: events and the time go in, commands come out; `nextDeadline` says when to send a `tick`.
 * Source: Lambda developer guide, "Asynchronous invocation", "Error handling", "Concurrency".
 */
export class LambdaModel {
  readonly #options: LambdaModelOptions
  readonly #faults: CloudFaults
  readonly #account: Account
  readonly #deadlines = new Deadlines<Due>()
  readonly #waiting = new WaitingLine(this.#deadlines)
  readonly #environments = new Environments(this.#deadlines)
  #commands: LambdaCommand[] = []

  constructor(options: LambdaModelOptions) {
    this.#options = options
    this.#faults = options.faults ?? NO_FAULTS
    this.#account = new Account(options.accountConcurrency)
  }

  /** Adds a function, or changes the settings of one that is there. */
  configure(settings: FunctionSettings): void {
    this.#account.configure(settings)
  }

  reserved(name: string): number | null {
    return this.#account.function(name).reserved
  }

  get accountConcurrency(): number {
    return this.#account.concurrency
  }

  /** The account's concurrency that no function has reserved. */
  get unreservedConcurrency(): number {
    return this.#account.unreserved
  }

  environments(): Iterable<Readonly<Environment>> {
    return this.#environments.all()
  }

  /** When the next `tick` is due, ms since the epoch; null when nothing waits. */
  nextDeadline(): number | null {
    return this.#deadlines.next()
  }

  handle(event: LambdaEvent, now: number): readonly LambdaCommand[] {
    this.#commands = []
    switch (event.kind) {
      case 'invoke':
        this.#invoke(event, now)
        break
      case 'environment ready':
        this.#ready(event.environment, now)
        break
      case 'environment failed to start': {
        const environment = this.#environments.get(event.environment)
        if (environment === undefined) break
        this.#stop(environment.id, 'failed to start')
        this.#gone(environment, () => event.payload, now)
        break
      }
      case 'answered':
      case 'failed':
        this.#finished(event, now)
        break
      case 'environment exited':
        this.#exited(event.environment, event.exit, now)
        break
      case 'reserved concurrency set':
        this.#setReserved(this.#account.function(event.function), event.reserved, now)
        break
      case 'account concurrency set':
        this.#account.concurrency = event.concurrency
        this.#pumpAll(now)
        break
      case 'warm': {
        const fn = this.#account.function(event.function)
        const there = fn.starting + fn.idle.length + fn.busy
        for (let i = there; i < event.environments; i++) this.#start(fn, now)
        break
      }
      case 'tick':
        for (let due = this.#deadlines.takeDue(now); due !== undefined; due = this.#deadlines.takeDue(now)) this.#due(due, now)
        break
    }
    return this.#commands
  }

  #invoke(event: Extract<LambdaEvent, { kind: 'invoke' }>, now: number): void {
    const fn = this.#account.function(event.function)
    if (this.#faults.throttleInvoke()) {
      this.#reply(event.requestId, { outcome: 'throttled', reason: 'CallerRateLimitExceeded' })
      return
    }
    if (event.mode === 'request') {
      if (!this.#account.hasRoom(fn)) {
        this.#reply(event.requestId, { outcome: 'throttled', reason: throttleReason(fn) })
        return
      }
      this.#enqueue(newInvocation(fn, event, now), now)
      return
    }
    this.#reply(event.requestId, { outcome: 'accepted' })
    if (this.#faults.loseEvent()) return
    const copies = this.#faults.duplicateEvent() ? 2 : 1
    for (let copy = 0; copy < copies; copy++) this.#enqueue(newInvocation(fn, event, now), now)
  }

  #enqueue(invocation: Invocation, now: number): void {
    const fn = invocation.function
    if (fn.reserved === 0) {
      this.#giveUp(invocation, 'ZeroReservedConcurrency', null, now)
      return
    }
    if (this.#options.throttledEvents === 'back off' && invocation.mode === 'event' && !this.#account.hasRoom(fn)) {
      this.#backOff(invocation, now)
      return
    }
    this.#waiting.add(invocation)
    this.#pump(fn, now)
    this.#waiting.limitAge(invocation)
  }

  #backOff(invocation: Invocation, now: number): void {
    invocation.backoffMs = Math.min(invocation.backoffMs === 0 ? FIRST_BACKOFF_MS : invocation.backoffMs * 2, LONGEST_BACKOFF_MS)
    this.#delay(invocation, now + invocation.backoffMs, null, now)
  }

  /** Puts the event aside until `until`, or gives it up when it would be too old by then. */
  #delay(invocation: Invocation, until: number, failure: string | null, now: number): void {
    if (until > invocation.arrivedAt + invocation.function.settings.maximumEventAgeMs) {
      this.#giveUp(invocation, 'EventAgeExceeded', failure, now)
      return
    }
    this.#waiting.putAside(invocation, until)
  }

  #pumpAll(now: number): void {
    for (const fn of this.#account.functions()) this.#pump(fn, now)
  }

  /** Hands waiting invocations to idle environments and starts what is missing, within the limits. */
  #pump(fn: FunctionState, now: number): void {
    if (fn.waiting === 0) return
    const limit = this.#account.limit(fn)
    while (fn.waiting > 0 && fn.busy < limit) {
      const environment = fn.idle.at(-1)
      if (environment === undefined) break
      const invocation = this.#waiting.take(fn)
      if (invocation !== undefined) this.#dispatch(environment, invocation, now)
    }
    for (let missing = Math.min(fn.waiting, limit - fn.busy) - fn.starting; missing > 0; missing--) this.#start(fn, now)
  }

  #start(fn: FunctionState, now: number): void {
    const { id } = this.#environments.start(fn, this.#options.newId(), now, now + fn.settings.initTimeoutMs)
    this.#commands.push({ kind: 'start environment', environment: id, function: fn.settings.name })
  }

  #dispatch(environment: Environment, invocation: Invocation, now: number): void {
    const deadline = now + environment.function.settings.timeoutMs
    this.#environments.enter(environment, 'busy', now, deadline)
    environment.invocation = invocation
    invocation.place = 'running'
    invocation.attempts++
    const { requestId, payload } = invocation
    this.#commands.push({ kind: 'dispatch', environment: environment.id, requestId, payload, deadline })
    if (this.#faults.killEnvironment()) this.#stop(environment.id, 'fault')
  }

  #ready(id: string, now: number): void {
    const environment = this.#environments.get(id)
    if (environment === undefined || environment.state === 'busy' || environment.state === 'idle') return
    this.#environments.enter(environment, 'idle', now, now + this.#options.idleExpiryMs)
    this.#pumpAll(now)
  }

  #finished(event: Extract<LambdaEvent, { kind: 'answered' | 'failed' }>, now: number): void {
    const environment = this.#environments.get(event.environment)
    const invocation = environment?.invocation
    // A second answer, or one that came after the time-out: the environment's word no longer counts.
    if (environment === undefined || invocation == null || invocation.requestId !== event.requestId) return
    this.#environments.finish(environment)
    if (event.kind === 'failed') {
      this.#failed(invocation, event.payload, now)
      return
    }
    invocation.place = 'gone'
    if (invocation.mode === 'request') this.#reply(invocation.requestId, { outcome: 'answered', payload: event.payload })
  }

  #exited(id: string, exit: EnvironmentExit, now: number): void {
    const environment = this.#environments.get(id)
    if (environment !== undefined) this.#gone(environment, (requestId) => exitFailure(requestId, exit), now)
  }

  /** An environment is gone: what it worked on, or was started for, fails. */
  #gone(environment: Environment, failure: (requestId: string) => string, now: number): void {
    const { invocation, state } = environment
    this.#environments.remove(environment)
    // One that dies while it starts takes one waiting invocation with it: a broken function must not start for ever.
    const victim = state === 'starting' ? this.#waiting.take(environment.function) : invocation
    if (victim != null) {
      if (state === 'starting') victim.attempts++
      this.#failed(victim, failure(victim.requestId), now)
    }
    this.#pumpAll(now)
  }

  #setReserved(fn: FunctionState, reserved: number | null, now: number): void {
    fn.reserved = reserved
    if (reserved === 0) for (const event of this.#waiting.takeAll(fn)) this.#giveUp(event, 'ZeroReservedConcurrency', null, now)
    this.#pumpAll(now)
  }

  #due(due: Due, now: number): void {
    switch (due.kind) {
      case 'age':
        this.#waiting.drop(due.invocation)
        this.#giveUp(due.invocation, 'EventAgeExceeded', null, now)
        return
      case 'delay':
        due.invocation.deadline = null
        this.#enqueue(due.invocation, now)
        return
      case 'idle':
        this.#environments.remove(due.environment)
        this.#stop(due.environment.id, 'idle')
        return
      case 'init':
      case 'timeout': {
        const { environment, kind } = due
        const { initTimeoutMs, timeoutMs } = environment.function.settings
        this.#stop(environment.id, kind === 'init' ? 'not started in time' : 'timed out')
        this.#gone(environment, (requestId) => timeoutFailure(requestId, kind === 'init' ? initTimeoutMs : timeoutMs), now)
      }
    }
  }

  /** The function itself failed: another try, or the end. */
  #failed(invocation: Invocation, failure: string, now: number): void {
    if (invocation.mode === 'request') {
      invocation.place = 'gone'
      this.#reply(invocation.requestId, { outcome: 'failed', payload: failure })
      return
    }
    if (invocation.attempts > invocation.function.settings.maximumRetryAttempts) {
      this.#giveUp(invocation, 'RetriesExhausted', failure, now)
      return
    }
    const delayMs = RETRY_DELAYS_MS[invocation.attempts - 1] ?? LONGEST_BACKOFF_MS
    this.#delay(invocation, now + delayMs, failure, now)
  }

  /** The end of an event: its record goes to the destination, if there is one. */
  #giveUp(invocation: Invocation, condition: FailureCondition, failure: string | null, now: number): void {
    const { requestId, payload, function: fn, attempts: invokeCount } = invocation
    invocation.place = 'gone'
    if (invocation.mode === 'request') {
      this.#reply(requestId, { outcome: 'throttled', reason: throttleReason(fn) })
      return
    }
    const destination = fn.settings.onFailure === null ? undefined : this.#account.find(fn.settings.onFailure)
    if (destination === undefined || this.#faults.loseFailureRecord()) return
    const functionArn = `${this.#options.arnPrefix}${fn.settings.name}`
    const record = failureRecord({ requestId, payload, functionArn, condition, invokeCount, failure }, now)
    this.#enqueue(newInvocation(destination, { requestId: this.#options.newId(), payload: record, mode: 'event' }, now), now)
  }

  #stop(environment: string, why: Extract<LambdaCommand, { kind: 'stop environment' }>['why']): void {
    this.#commands.push({ kind: 'stop environment', environment, why })
  }

  #reply(requestId: string, reply: InvokeReply): void {
    this.#commands.push({ kind: 'reply', requestId, reply })
  }
}

const throttleReason = (fn: FunctionState) =>
  fn.reserved === null ? 'ConcurrentInvocationLimitExceeded' : ('ReservedFunctionConcurrentInvocationLimitExceeded' as const)
