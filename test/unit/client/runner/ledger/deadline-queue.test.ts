import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { DeadlineQueue } from '../../../../../client/runner/ledger/deadline-queue.ts'

it('gives back what was put in, earliest first, and nothing before its time', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: 0, max: 50 }), (times, now) => {
      const queue = new DeadlineQueue<number>()
      for (const [item, at] of times.entries()) queue.add(at, item)
      expect(queue.next).toBe(times.length === 0 ? null : Math.min(...times))
      const taken: number[] = []
      for (let item = queue.take(now); item !== undefined; item = queue.take(now)) taken.push(times[item] ?? -1)
      expect(taken).toEqual(times.filter((at) => at <= now).sort((a, b) => a - b))
      expect(queue.size).toBe(times.length - taken.length)
    }),
  )
})
