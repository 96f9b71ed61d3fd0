import type { Clock } from '../../runner/clock.ts'
import { Alarm } from '../alarm.ts'
import type { CloudFaults } from '../model/cloud-faults.ts'
import { type Delivery, type Poll, QueueModel, type QueueTimes } from '../model/queue-model.ts'
import type { SentMessage } from './sent-message.ts'

type Answer = Delivery<SentMessage>['messages']

/** A queue model that runs: its polls are promises, its deadlines a timer. */
export class LiveQueue {
  readonly model: QueueModel<SentMessage>
  readonly #clock: Clock
  readonly #alarm: Alarm
  readonly #waiting = new Map<Poll, (messages: Answer) => void>()
  #delivering = false

  constructor(times: QueueTimes, options: { readonly clock: Clock; readonly newId: () => string; readonly faults: CloudFaults }) {
    this.model = new QueueModel(times, options.newId, options.faults)
    this.#clock = options.clock
    this.#alarm = new Alarm(options.clock, () => this.#deliver())
  }

  /** @returns the message's id */
  send(message: SentMessage, delayMs?: number): string {
    const id = this.model.send(message, this.#clock.now(), delayMs)
    this.#deliverSoon()
    return id
  }

  /** @param gone registers what to do when the caller's connection breaks: the poll is withdrawn, no message is hidden for it */
  receive(poll: Poll, gone: (withdraw: () => void) => void): Promise<Answer> {
    return new Promise((resolve) => {
      this.#waiting.set(poll, resolve)
      gone(() => {
        if (!this.#waiting.delete(poll)) return
        this.model.withdraw(poll)
        resolve([])
      })
      afterNextRead(() => {
        if (!this.#waiting.has(poll)) return
        this.model.receive(poll)
        this.#deliver()
      })
    })
  }

  changed(): void {
    this.#deliverSoon()
  }

  close(): void {
    this.#alarm.stop()
    this.model.close()
    for (const resolve of this.#waiting.values()) resolve([])
    this.#waiting.clear()
  }

  /** At the end of this turn of the event loop: by then broken connections are known, and sends of one turn go out together. */
  #deliverSoon(): void {
    if (this.#delivering) return
    this.#delivering = true
    setImmediate(() => {
      this.#delivering = false
      this.#deliver()
    })
  }

  #deliver(): void {
    for (const { poll, messages } of this.model.deliver(this.#clock.now())) {
      const resolve = this.#waiting.get(poll)
      this.#waiting.delete(poll)
      resolve?.(messages)
    }
    this.#alarm.set(this.model.nextDeadline())
  }
}

/**
 * Once sockets were read again. A caller may have gone away right behind its request, before the request was read: the end
 * of such a connection is read one turn of the event loop after its data.
 */
function afterNextRead(callback: () => void): void {
  setImmediate(() => setImmediate(callback))
}
