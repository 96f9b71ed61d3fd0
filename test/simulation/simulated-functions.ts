import { Alarm } from '../../client/local/alarm.ts'
import { failureRecord } from '../../client/local/model/failure-record.ts'
import type { LambdaCommand } from '../../client/local/model/lambda-command.ts'
import type { LambdaEvent } from '../../client/local/model/lambda-event.ts'
import { LambdaModel } from '../../client/local/model/lambda-model.ts'
import { SimulatedEnvironment } from './simulated-environment.ts'
import type { SimulatedServices } from './simulated-services.ts'
import type { AttemptName } from './witness.ts'
import type { World } from './world.ts'

const WORKER = 'worker'
const RELAY = 'relay'
const FUNCTION_TIMEOUT_MS = 5_000
const EVENT_AGE_MS = 60_000
const IDLE_EXPIRY_MS = 60_000
const ARN_PREFIX = 'arn:aws:lambda:us-east-1:000000000000:function:'

/** The Lambda model, run by the virtual clock: its environments are chains of timers in place of processes. */
export class SimulatedFunctions {
  readonly model: LambdaModel
  readonly #world: World
  readonly #services: SimulatedServices
  readonly #alarm: Alarm
  readonly #environments = new Map<string, SimulatedEnvironment>()

  constructor(world: World, services: SimulatedServices) {
    this.#world = world
    this.#services = services
    this.#alarm = new Alarm(world.clock, () => this.feed({ kind: 'tick' }))
    this.model = new LambdaModel({
      arnPrefix: ARN_PREFIX,
      accountConcurrency: world.schedule.limit,
      idleExpiryMs: IDLE_EXPIRY_MS,
      throttledEvents: 'wait',
      newId: world.newId,
      faults: world.plan.cloud,
    })
    const common = { timeoutMs: FUNCTION_TIMEOUT_MS, initTimeoutMs: 10_000, maximumEventAgeMs: EVENT_AGE_MS }
    this.model.configure({ ...common, name: WORKER, maximumRetryAttempts: 0, onFailure: RELAY, separateConcurrency: null })
    this.model.configure({ ...common, name: RELAY, maximumRetryAttempts: 2, onFailure: null, separateConcurrency: 1 })
  }

  /** Takes an event in, as an accepted invoke does. */
  accept(payload: string, about: AttemptName): void {
    const { plan, clock } = this.#world
    const old = plan.strikes('event aged out', about)
    if (old !== null) {
      clock.after(old.amount, () => this.#giveUp(payload))
      return
    }
    const late = plan.strikes('event late', about)?.amount ?? 0
    const invoke = (): void => {
      plan.about(about)
      this.feed({ kind: 'invoke', function: WORKER, requestId: this.#world.newId(), payload, mode: 'event' })
    }
    if (late === 0) invoke()
    else clock.after(late, invoke)
  }

  setLimit(limit: number): void {
    // Half of the changes are made on the function, the others on the account.
    if (limit % 2 === 0) this.feed({ kind: 'reserved concurrency set', function: WORKER, reserved: limit })
    else {
      this.feed({ kind: 'reserved concurrency set', function: WORKER, reserved: null })
      this.feed({ kind: 'account concurrency set', concurrency: limit })
    }
  }

  get limits() {
    return { reserved: this.model.reserved(WORKER), unreservedAccount: this.model.unreservedConcurrency }
  }

  feed(event: LambdaEvent): void {
    for (const command of this.model.handle(event, this.#world.clock.now())) this.#carryOut(command)
    this.#alarm.set(this.model.nextDeadline())
  }

  #carryOut(command: LambdaCommand): void {
    switch (command.kind) {
      case 'start environment':
        this.#start(command.environment, command.function === RELAY ? 'relay' : 'worker')
        return
      case 'dispatch':
        this.#environments.get(command.environment)?.take(command.requestId, command.payload)
        return
      case 'stop environment':
        this.#environments.get(command.environment)?.die('SIGKILL')
        return
      case 'reply':
    }
  }

  #start(id: string, kind: 'worker' | 'relay'): void {
    const environment = new SimulatedEnvironment({ id, kind, world: this.#world, services: this.#services }, (event) => {
      if (event.kind === 'environment exited') this.#environments.delete(id)
      this.feed(event)
    })
    this.#environments.set(id, environment)
  }

  /** The platform gives an event up before any worker has seen it. */
  #giveUp(payload: string): void {
    const failed = {
      requestId: this.#world.newId(),
      payload,
      functionArn: ARN_PREFIX + WORKER,
      condition: 'EventAgeExceeded',
      invokeCount: 0,
      failure: null,
    } as const
    const record = failureRecord(failed, this.#world.clock.now())
    this.feed({ kind: 'invoke', function: RELAY, requestId: this.#world.newId(), payload: record, mode: 'event' })
  }
}
