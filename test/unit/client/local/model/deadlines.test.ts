import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Deadline, Deadlines } from '../../../../../client/local/model/deadlines.ts'

const drain = (deadlines: Deadlines<number>, now: number): number[] => {
  const due: number[] = []
  for (let item = deadlines.takeDue(now); item !== undefined; item = deadlines.takeDue(now)) due.push(item)
  return due
}

it('gives out what is due, soonest first, and keeps the rest', () => {
  const deadlines = new Deadlines<number>()
  for (const at of [30, 10, 20, 10]) deadlines.add(at, at)
  expect(deadlines.next()).toBe(10)
  expect(drain(deadlines, 20)).toEqual([10, 10, 20])
  expect(deadlines.next()).toBe(30)
})

it('is a sorted list under any adding and cancelling', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(50), fc.boolean()), { maxLength: 60 }), (plan) => {
      const deadlines = new Deadlines<number>()
      const added: Deadline<number>[] = plan.map(([at], index) => deadlines.add(at, index))
      const kept = added.filter((deadline, index) => {
        if (plan[index]![1]) deadlines.cancel(deadline)
        return !plan[index]![1]
      })
      // Twice is harmless.
      for (const [index, deadline] of added.entries()) if (plan[index]![1]) deadlines.cancel(deadline)
      const expected = kept.toSorted((a, b) => a.at - b.at || a.item - b.item).map((deadline) => deadline.item)
      expect(drain(deadlines, 1_000)).toEqual(expected)
      expect(deadlines.size).toBe(0)
    }),
  )
})
