import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packSpace, Random, unpackSpace } from '../../../../client/space/index.ts'
import { anySpace } from './any-space.ts'

test('a space that was sent to another thread draws the same configurations and takes the same ones for legal', () => {
  fc.assert(
    fc.property(anySpace, fc.nat(), ({ space }, seed) => {
      const copy = unpackSpace(structuredClone(packSpace(space)))
      expect(copy.defaultConfiguration()).toEqual(space.defaultConfiguration())
      expect(copy.sample(new Random(seed), 10)).toEqual(space.sample(new Random(seed), 10))
      expect(copy.size()).toBe(space.size())
    }),
    { numRuns: 100, seed: 3 },
  )
})
