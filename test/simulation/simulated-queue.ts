import { Alarm } from '../../client/local/alarm.ts'
import { type Delivery, type Poll, QueueModel } from '../../client/local/model/queue-model.ts'
import type { AttemptName } from './witness.ts'
import type { World } from './world.ts'

/** One message: its bytes, and what they are about. */
export interface SimulatedMessage {
  readonly body: string
  readonly about: AttemptName
  /** The target's own result, inline. */
  readonly isResult: boolean
}

type Answer = Delivery<SimulatedMessage>['messages']

const VISIBILITY_MS = 4_000
const RETENTION_MS = 4 * 24 * 3_600_000

/** The queue model, run by the virtual clock, with faults on the way in and out. */
export class SimulatedQueue {
  readonly model: QueueModel<SimulatedMessage>
  readonly #world: World
  readonly #alarm: Alarm
  readonly #waiting = new Map<Poll, (messages: Answer) => void>()
  /** Trials whose results lie here, and were never given out. */
  readonly atRest = new Set<number>()
  isGone = false

  constructor(world: World) {
    this.#world = world
    this.model = new QueueModel({ visibilityMs: VISIBILITY_MS, retentionMs: RETENTION_MS, delayMs: 0 }, world.newId, world.plan.cloud)
    this.#alarm = new Alarm(world.clock, () => this.#deliver())
  }

  send(message: SimulatedMessage, delayMs = 0): void {
    const { plan, clock } = this.#world
    const late = plan.strikes('message delayed', message.about)?.amount ?? plan.strikes('message reordered', message.about)?.amount ?? 0
    plan.about(message.about)
    const { visible } = this.model.counts(clock.now())
    this.model.send(message, clock.now(), delayMs + late)
    if (message.isResult && this.model.counts(clock.now()).visible > visible) this.atRest.add(message.about.trial)
    this.#deliver()
  }

  /** @param withdrawn calls back when the caller is gone: the poll takes no message then */
  receive(waitMs: number, withdrawn: AbortSignal): Promise<Answer> {
    const { clock } = this.#world
    const poll: Poll = { maximum: 10, visibilityMs: null, until: clock.now() + waitMs }
    return new Promise((resolve) => {
      const withdraw = (): void => {
        this.#waiting.delete(poll)
        this.model.withdraw(poll)
        resolve([])
      }
      withdrawn.addEventListener('abort', withdraw, { once: true })
      this.#waiting.set(poll, (messages) => {
        withdrawn.removeEventListener('abort', withdraw)
        resolve(messages)
      })
      this.model.receive(poll)
      this.#deliver()
    })
  }

  remove(): void {
    this.isGone = true
    this.#alarm.stop()
    for (const poll of this.model.close()) this.#waiting.get(poll)?.([])
    this.#waiting.clear()
  }

  #deliver(): void {
    if (this.isGone) return
    const { plan, clock } = this.#world
    // A fault that hides a message shorter than planned is told of all that go out now.
    plan.about(null)
    for (const { poll, messages } of this.model.deliver(clock.now())) {
      for (const { message, receipt } of messages) {
        this.atRest.delete(message.body.about.trial)
        const early = plan.strikes('message visible again too soon', message.body.about)
        if (early !== null) this.model.changeVisibility(receipt, early.amount, clock.now())
      }
      this.#waiting.get(poll)?.(messages)
      this.#waiting.delete(poll)
    }
    this.#alarm.set(this.model.nextDeadline())
  }
}
