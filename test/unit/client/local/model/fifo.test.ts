import { expect, it } from 'vitest'
import { Fifo } from '../../../../../client/local/model/fifo.ts'

it('keeps the order over many rounds of filling and emptying', () => {
  const fifo = new Fifo<number>()
  const out: number[] = []
  let next = 0
  for (let round = 0; round < 50; round++) {
    for (let i = 0; i < 100; i++) fifo.push(next++)
    for (let i = 0; i < 60; i++) out.push(fifo.shift()!)
  }
  expect(fifo.peek()).toBe(3_000)
  for (let item = fifo.shift(); item !== undefined; item = fifo.shift()) out.push(item)
  expect(out).toEqual(Array.from({ length: 5_000 }, (_, i) => i))
  expect(fifo.peek()).toBeUndefined()
})
