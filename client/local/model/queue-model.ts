import { type CloudFaults, NO_FAULTS } from './cloud-faults.ts'
import { type Deadline, Deadlines } from './deadlines.ts'
import { Fifo } from './fifo.ts'

export interface QueueTimes {
  /** How long a received message stays hidden from other receivers, ms. */
  readonly visibilityMs: number
  /** A message that nobody deleted is dropped after this, ms. */
  readonly retentionMs: number
  /** How long a new message stays hidden, ms. */
  readonly delayMs: number
}

/** One message; `Body` is whatever the shell keeps of it. */
interface QueueMessage<Body> {
  readonly id: string
  readonly body: Body
  readonly sentAt: number
  receiveCount: number
  firstReceivedAt: number | null
}

/** One receive call that waits for messages. */
export interface Poll {
  readonly maximum: number
  /** Null: the queue's own. */
  readonly visibilityMs: number | null
  /** Until when it waits, ms since the epoch; a time that is over means: answer at once. */
  readonly until: number
}

export interface Delivery<Body> {
  readonly poll: Poll
  readonly messages: readonly { readonly message: QueueMessage<Body>; readonly receipt: string }[]
}

interface Kept<Body> extends QueueMessage<Body> {
  state: 'visible' | 'hidden' | 'deleted'
  /** When a hidden message is visible again. */
  deadline: Deadline<Due<Body>> | null
}

type Due<Body> = { readonly kind: 'visible'; readonly message: Kept<Body> } | { readonly kind: 'poll'; readonly poll: Poll }

/** At most so many messages may be received and not deleted. Source: SQS quotas. */
const MAXIMUM_IN_FLIGHT = 120_000

/**
 * A standard SQS queue: at least once, in best-effort order, with visibility time-outs and long polls. Pure.
 * `send` and `receive` only note what was asked; `deliver` says who gets what, so that a caller can withdraw a poll
 * whose connection broke before any message is hidden for it.
 */
export class QueueModel<Body> {
  times: QueueTimes
  readonly #newId: () => string
  readonly #faults: CloudFaults
  /** In the order of sending: the oldest is first. */
  readonly #messages = new Map<string, Kept<Body>>()
  readonly #visible = new Fifo<Kept<Body>>()
  /** In the order of arrival. */
  readonly #polls = new Map<Poll, Deadline<Due<Body>>>()
  readonly #deadlines = new Deadlines<Due<Body>>()
  /** Polls whose time is over and which nobody has told yet. */
  #expired: Poll[] = []
  #visibleCount = 0

  constructor(times: QueueTimes, newId: () => string, faults: CloudFaults = NO_FAULTS) {
    this.times = times
    this.#newId = newId
    this.#faults = faults
  }

  /** How many messages are visible, and how many are received (or delayed) and not deleted. */
  counts(now: number): { readonly visible: number; readonly hidden: number } {
    this.#advance(now)
    return { visible: this.#visibleCount, hidden: this.#messages.size - this.#visibleCount }
  }

  /** Takes a message in and returns its id. */
  send(body: Body, now: number, delayMs: number = this.times.delayMs): string {
    const message: Kept<Body> = {
      id: this.#newId(),
      body,
      sentAt: now,
      receiveCount: 0,
      firstReceivedAt: null,
      state: 'hidden',
      deadline: null,
    }
    if (this.#faults.loseMessage()) return message.id
    this.#messages.set(message.id, message)
    if (delayMs > 0) this.#hide(message, now + delayMs)
    else this.#show(message)
    return message.id
  }

  /** Adds a poll; the next `deliver` may answer it. */
  receive(poll: Poll): void {
    this.#polls.set(poll, this.#deadlines.add(poll.until, { kind: 'poll', poll }))
  }

  /** Takes a poll back: its caller is gone. */
  withdraw(poll: Poll): void {
    const deadline = this.#polls.get(poll)
    if (deadline !== undefined) this.#deadlines.cancel(deadline)
    this.#polls.delete(poll)
  }

  /** Answers polls: those for which there are messages, and, empty, those whose time is over. */
  deliver(now: number): Delivery<Body>[] {
    this.#advance(now)
    const deliveries: Delivery<Body>[] = []
    for (const poll of this.#polls.keys()) {
      if (this.#visibleCount === 0) break
      if (this.#messages.size - this.#visibleCount >= MAXIMUM_IN_FLIGHT) break
      this.withdraw(poll)
      deliveries.push({ poll, messages: this.#takeVisible(poll, now) })
    }
    for (const poll of this.#expired) {
      if (this.#polls.delete(poll)) deliveries.push({ poll, messages: [] })
    }
    this.#expired = []
    return deliveries
  }

  /** Deletes by any receipt the message ever had. A message that is gone already is no error. @returns false for no receipt at all */
  delete(receipt: string): boolean {
    const id = messageOf(receipt)
    if (id === undefined) return false
    const message = this.#messages.get(id)
    if (message !== undefined) this.#forget(message)
    return true
  }

  /** @returns what there is to say: done, no such receipt, or the message is not being worked on */
  changeVisibility(receipt: string, visibilityMs: number, now: number): 'changed' | 'no receipt' | 'not in flight' {
    this.#advance(now)
    const id = messageOf(receipt)
    if (id === undefined) return 'no receipt'
    const message = this.#messages.get(id)
    if (message === undefined || message.state !== 'hidden') return 'not in flight'
    if (message.deadline !== null) this.#deadlines.cancel(message.deadline)
    if (visibilityMs === 0) this.#show(message)
    else this.#hide(message, now + visibilityMs)
    return 'changed'
  }

  purge(): void {
    for (const message of [...this.#messages.values()]) this.#forget(message)
  }

  /** Every poll still waiting, answered empty: the queue is deleted. */
  close(): Poll[] {
    const polls = [...this.#polls.keys()]
    for (const poll of polls) this.withdraw(poll)
    return polls
  }

  /** When `deliver` has something new to say without a call, ms since the epoch. */
  nextDeadline(): number | null {
    return this.#deadlines.next()
  }

  /** Shows what is visible again, drops what is too old, notes the polls whose time is over. */
  #advance(now: number): void {
    for (let due = this.#deadlines.takeDue(now); due !== undefined; due = this.#deadlines.takeDue(now)) {
      if (due.kind === 'visible') this.#show(due.message)
      else this.#expired.push(due.poll)
    }
    for (const message of this.#messages.values()) {
      if (message.sentAt + this.times.retentionMs > now) break
      this.#forget(message)
    }
  }

  #takeVisible(poll: Poll, now: number) {
    const taken: { message: QueueMessage<Body>; receipt: string }[] = []
    while (taken.length < poll.maximum && this.#visibleCount > 0) {
      const message = this.#visible.shift()
      if (message === undefined) break
      if (message.state !== 'visible') continue
      message.receiveCount++
      message.firstReceivedAt ??= now
      taken.push({ message, receipt: `${message.id}:${message.receiveCount}` })
      this.#visibleCount--
      if (this.#faults.duplicateMessage()) this.#hide(message, now)
      else this.#hide(message, now + (poll.visibilityMs ?? this.times.visibilityMs))
    }
    return taken
  }

  #show(message: Kept<Body>): void {
    message.state = 'visible'
    message.deadline = null
    this.#visibleCount++
    this.#visible.push(message)
  }

  #hide(message: Kept<Body>, until: number): void {
    message.state = 'hidden'
    message.deadline = this.#deadlines.add(until, { kind: 'visible', message })
  }

  #forget(message: Kept<Body>): void {
    if (message.state === 'visible') this.#visibleCount--
    if (message.deadline !== null) this.#deadlines.cancel(message.deadline)
    message.state = 'deleted'
    this.#messages.delete(message.id)
  }
}

function messageOf(receipt: string): string | undefined {
  const colon = receipt.lastIndexOf(':')
  return colon > 0 && /^\d+$/.test(receipt.slice(colon + 1)) ? receipt.slice(0, colon) : undefined
}
