import { expect, test } from 'vitest'
import { CapacityReader } from '../../../../client/runner/capacity-reader.ts'
import { InMemoryTransport } from '../../../support/in-memory-transport.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

test('a limit that is distrusted as it is read is read by one timer, and by none after close', async () => {
  const clock = new VirtualClock()
  const { functions } = new InMemoryTransport()
  let reads = 0
  functions.limits = async () => {
    reads++
    return functions.current
  }
  const reader = new CapacityReader({ functions, maximum: null, clock, onCapacity: () => reader.distrust(), onWarning: () => undefined })
  reader.setNeeded(true)
  await clock.advance(0)
  expect(reads).toBe(1)
  reader.close()
  await clock.advance(60_000)
  expect(reads).toBe(1)
})
