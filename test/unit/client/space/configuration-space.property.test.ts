import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ConfigurationSpace, configurationKey, Random, SpaceError } from '../../../../client/space/index.ts'
import type { Configuration } from '../../../../contract/trial.ts'
import { anySpace } from './any-space.ts'

const seeds = fc.integer()

/** A space may be so tight that drawing from it says so; then there is nothing to test. */
function draw(space: ConfigurationSpace, seed: number, n: number): Configuration[] {
  try {
    return space.sample(new Random(seed), n)
  } catch (error) {
    if (error instanceof SpaceError && error.message.includes('were all forbidden')) return []
    throw error
  }
}

test('every draw is legal, frozen and made of exactly the active parameters', () => {
  fc.assert(
    fc.property(anySpace, seeds, ({ space }, seed) => {
      for (const configuration of draw(space, seed, 10)) {
        expect(space.check(configuration)).toBe(configuration)
        expect(Object.keys(configuration)).toEqual(space.activeParameters(configuration))
        expect(Object.isFrozen(configuration)).toBe(true)
        expect(JSON.parse(JSON.stringify(configuration))).toEqual(configuration)
      }
    }),
    { seed: 1, numRuns: 250 },
  )
})

test('the default configuration is legal', () => {
  fc.assert(
    fc.property(anySpace, ({ space }) => {
      space.check(space.defaultConfiguration())
    }),
    { seed: 2, numRuns: 250 },
  )
})

test('encoding and decoding gives the same configuration, and the same point', () => {
  fc.assert(
    fc.property(anySpace, seeds, ({ space }, seed) => {
      for (const configuration of [space.defaultConfiguration(), ...draw(space, seed, 5)]) {
        const point = space.encode(configuration)
        space.parameters.forEach(({ name }, place) => {
          if (Object.hasOwn(configuration, name)) expect(point[place]).toSatisfy((unit: number) => unit >= 0 && unit <= 1)
          else expect(point[place]).toBeNaN()
        })
        const back = space.decode(point)
        // A float that a clause bounds sharply may come back on the other side of the bound.
        if (back === null) continue
        expect(Object.keys(back)).toEqual(Object.keys(configuration))
        for (const { name, kind } of space.parameters) {
          if (kind === 'float' && name in back) expect(back[name]).toBeCloseTo(configuration[name] as number, 6)
          else expect(back[name]).toBe(configuration[name])
        }
      }
    }),
    { seed: 3, numRuns: 250 },
  )
})

test('any point of the unit cube decodes to a legal configuration or to null', () => {
  fc.assert(
    fc.property(anySpace, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }), ({ space }, units) => {
      const decoded = space.decode(units.slice(0, space.parameters.length))
      if (decoded !== null) space.check(decoded)
    }),
    { seed: 4, numRuns: 250 },
  )
})

test('neighbours are legal, distinct, and differ from the configuration', () => {
  fc.assert(
    fc.property(anySpace, seeds, ({ space }, seed) => {
      for (const configuration of draw(space, seed, 2)) {
        const neighbours = space.neighbours(configuration, new Random(seed))
        const keys = neighbours.map((neighbour) => configurationKey(space.check(neighbour)))
        expect(new Set([...keys, configurationKey(configuration)]).size).toBe(keys.length + 1)
      }
    }),
    { seed: 5, numRuns: 250 },
  )
})

test('size is the number of configurations that the listing gives, each legal and once', () => {
  fc.assert(
    fc.property(anySpace, ({ space }) => {
      const size = space.size()
      if (size > 3000) return
      const keys = new Set<string>()
      let count = 0
      for (const configuration of space.configurations()) {
        keys.add(configurationKey(space.check(configuration)))
        count++
      }
      expect([keys.size, count]).toEqual([size, size])
    }),
    { seed: 6, numRuns: 250 },
  )
})
