import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { Interruption } from '../../../../client/cli/interruption.ts'

test('the first signal aborts, the second leaves, and nothing is listened to afterwards', () => {
  const source = new EventEmitter()
  const seen: string[] = []
  {
    using interruption = new Interruption(
      source,
      () => seen.push('first'),
      () => seen.push('second'),
    )
    expect(interruption.signal.aborted).toBe(false)
    source.emit('SIGINT')
    expect(interruption.signal.aborted).toBe(true)
    source.emit('SIGTERM')
  }
  expect(seen).toEqual(['first', 'second'])
  expect(source.listenerCount('SIGINT') + source.listenerCount('SIGTERM')).toBe(0)
})
