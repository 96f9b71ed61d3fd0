import { beforeEach, describe, expect, it } from 'vitest'
import { NO_FAULTS } from '../../../../../client/local/model/cloud-faults.ts'
import { type Poll, QueueModel } from '../../../../../client/local/model/queue-model.ts'

const TIMES = { visibilityMs: 30_000, retentionMs: 60_000, delayMs: 0 }
let queue: QueueModel<string>
let ids: number
const newId = (): string => `m${ids++}`
const poll = (until: number, changes: Partial<Poll> = {}): Poll => ({ maximum: 10, visibilityMs: null, until, ...changes })

/** Receives at once: what is there at `now`. */
function receive(now: number, changes: Partial<Poll> = {}) {
  queue.receive(poll(now, changes))
  const deliveries = queue.deliver(now)
  expect(deliveries).toHaveLength(1)
  return deliveries[0]!.messages.map(({ message, receipt }) => ({ body: message.body, receipt, count: message.receiveCount }))
}
const bodies = (now: number, changes: Partial<Poll> = {}): string[] => receive(now, changes).map((message) => message.body)

beforeEach(() => {
  ids = 0
  queue = new QueueModel(TIMES, newId)
})

describe('visibility', () => {
  it('hides a received message, and shows it again when it was not deleted in time', () => {
    queue.send('a', 0)
    expect(bodies(0)).toEqual(['a'])
    expect(bodies(29_999)).toEqual([])
    expect(queue.nextDeadline()).toBe(30_000)
    expect(receive(30_000)).toMatchObject([{ body: 'a', count: 2 }])
  })

  it('deletes by any receipt the message ever had', () => {
    queue.send('a', 0)
    const [first] = receive(0)
    receive(30_000)
    expect(queue.delete(first!.receipt)).toBe(true)
    expect(bodies(60_000 - 1)).toEqual([])
    expect(queue.counts(30_001)).toEqual({ visible: 0, hidden: 0 })
    expect(queue.delete(first!.receipt)).toBe(true)
    expect(queue.delete('no receipt')).toBe(false)
  })

  it('takes the time of the poll before its own, and changes it afterwards', () => {
    queue.send('a', 0)
    const [taken] = receive(0, { visibilityMs: 1_000 })
    expect(queue.changeVisibility(taken!.receipt, 5_000, 500)).toBe('changed')
    expect(bodies(5_499)).toEqual([])
    expect(bodies(5_500)).toEqual(['a'])
    expect(queue.changeVisibility(taken!.receipt, 0, 5_600)).toBe('changed')
    expect(bodies(5_600)).toEqual(['a'])
    queue.delete(taken!.receipt)
    expect(queue.changeVisibility(taken!.receipt, 0, 5_700)).toBe('not in flight')
  })

  it('drops what is older than the retention, wherever it is', () => {
    queue.send('visible', 0)
    queue.send('hidden', 0)
    receive(59_000, { maximum: 1 })
    queue.send('young', 59_500)
    expect(bodies(60_000)).toEqual(['young'])
    expect(queue.counts(60_000)).toEqual({ visible: 0, hidden: 1 })
  })

  it('holds a delayed message back', () => {
    queue.send('late', 0, 2_000)
    expect(bodies(1_999)).toEqual([])
    expect(bodies(2_000)).toEqual(['late'])
  })
})

describe('polls', () => {
  it('gives at most as many as asked for, in the order they were sent', () => {
    for (let i = 0; i < 25; i++) queue.send(String(i), 0)
    expect(bodies(0)).toHaveLength(10)
    expect(bodies(0, { maximum: 3 })).toEqual(['10', '11', '12'])
    expect(bodies(0)).toHaveLength(10)
    expect(bodies(0)).toEqual(['23', '24'])
  })

  it('answers waiting polls in the order they came, and empty when their time is over', () => {
    const [first, second] = [poll(20_000), poll(10_000)]
    queue.receive(first)
    queue.receive(second)
    expect(queue.deliver(0)).toEqual([])
    queue.send('a', 1)
    expect(queue.deliver(1)).toMatchObject([{ poll: first, messages: [{ message: { body: 'a' } }] }])
    expect(queue.nextDeadline()).toBe(10_000)
    expect(queue.deliver(10_000)).toEqual([{ poll: second, messages: [] }])
    expect(queue.deliver(20_000)).toEqual([])
  })

  it('tells a poll that its time is over also when something else looked first', () => {
    const waiting = poll(100)
    queue.receive(waiting)
    queue.counts(100)
    expect(queue.deliver(100)).toEqual([{ poll: waiting, messages: [] }])
  })

  it('loses nothing to a poll that was withdrawn', () => {
    const gone = poll(20_000)
    queue.receive(gone)
    queue.send('a', 0)
    queue.withdraw(gone)
    expect(queue.deliver(0)).toEqual([])
    expect(receive(0)).toMatchObject([{ body: 'a', count: 1 }])
  })

  it('shows a message to a waiting poll when its visibility time-out is over', () => {
    queue.send('a', 0)
    receive(0)
    const waiting = poll(40_000)
    queue.receive(waiting)
    expect(queue.deliver(29_999)).toEqual([])
    expect(queue.deliver(30_000)).toMatchObject([{ poll: waiting, messages: [{ message: { receiveCount: 2 } }] }])
  })
})

it('purges what is visible and what is hidden', () => {
  queue.send('a', 0)
  queue.send('b', 0)
  receive(0, { maximum: 1 })
  queue.purge()
  expect(queue.counts(0)).toEqual({ visible: 0, hidden: 0 })
  expect(bodies(30_000)).toEqual([])
})

it('loses and doubles messages when told to', () => {
  let lose = true
  let double = true
  queue = new QueueModel(TIMES, newId, {
    ...NO_FAULTS,
    loseMessage: () => lose,
    duplicateMessage: () => {
      const now = double
      double = false
      return now
    },
  })
  queue.send('lost', 0)
  lose = false
  queue.send('twice', 0)
  expect(bodies(0)).toEqual(['twice'])
  expect(receive(0)).toMatchObject([{ body: 'twice', count: 2 }])
  expect(bodies(0)).toEqual([])
})
