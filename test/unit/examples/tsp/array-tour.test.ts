import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ArrayTour } from '../../../../examples/tsp/array-tour.ts'

const shuffledOrder = fc.integer({ min: 5, max: 40 }).chain((size) =>
  fc.shuffledSubarray(
    Array.from({ length: size }, (_, city) => city),
    { minLength: size, maxLength: size },
  ),
)

/** A round trip as the set of its edges: the same whichever way round and wherever it starts. */
const edgesOf = (order: readonly number[]) =>
  order.map((city, place) => [city, order[(place + 1) % order.length]!].sort((a, b) => a - b).join('–')).sort()

const walk = (tour: ArrayTour, step: (city: number) => number) => {
  const order = [0]
  for (let city = step(0); city !== 0 && order.length <= tour.size; city = step(city)) order.push(city)
  return order
}

test('next, previous and the order agree', () => {
  fc.assert(
    fc.property(shuffledOrder, (order) => {
      const tour = new ArrayTour(order)
      expect(edgesOf(walk(tour, (city) => tour.next(city)))).toEqual(edgesOf(order))
      expect(edgesOf(walk(tour, (city) => tour.previous(city)))).toEqual(edgesOf(order))
      for (const [place, city] of order.entries()) {
        expect(tour.at(place)).toBe(city)
        expect(tour.at(place + order.length)).toBe(city)
        expect(tour.stepsBetween(order[0]!, city)).toBe(place)
        expect(tour.stepsBetween(city, order[0]!)).toBe((order.length - place) % order.length)
      }
    }),
  )
})

describe('exchange', () => {
  test('replaces two edges and keeps all the others, in either direction, by at most a quarter of the tour in swaps', () => {
    fc.assert(
      fc.property(shuffledOrder, fc.nat(), fc.nat(), fc.boolean(), (order, one, other, backward) => {
        const size = order.length
        const first = one % size
        const second = (first + 1 + (other % (size - 1))) % size
        let [a, b, c, d] = [order[first]!, order[(first + 1) % size]!, order[second]!, order[(second + 1) % size]!]
        if (backward) [a, b, c, d] = [b, a, d, c]
        const tour = new ArrayTour(order)
        const swaps = tour.exchange(a, b, c, d)

        const expected = edgesOf(order)
        for (const edge of [
          [a, b],
          [c, d],
        ])
          expected.splice(expected.indexOf(edge.sort((x, y) => x - y).join('–')), 1)
        for (const edge of [
          [a, c],
          [b, d],
        ])
          expected.push(edge.sort((x, y) => x - y).join('–'))
        expect(edgesOf(tour.toOrder())).toEqual(expected.sort())
        expect(edgesOf(walk(tour, (city) => tour.next(city)))).toEqual(expected)
        expect(swaps).toBeLessThanOrEqual(size / 4)
      }),
    )
  })
})

describe('reorderSegments', () => {
  test('lays the segments in the opposite order, each in its own direction, and leaves the rest', () => {
    fc.assert(
      fc.property(
        shuffledOrder,
        fc.nat(),
        fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 2, maxLength: 3 }),
        (order, start, lengths) => {
          const size = order.length
          fc.pre(lengths.reduce((sum, length) => sum + length) < size)
          const place = start % size
          const turned = [...order.slice(place), ...order.slice(0, place)]
          const segments = lengths.map((length) => turned.splice(0, length))
          const expected = [...segments.reverse().flat(), ...turned]

          const tour = new ArrayTour(order)
          expect(tour.reorderSegments(place, lengths)).toBe(lengths.reduce((sum, length) => sum + length))
          expect(expected.map((_, k) => tour.at(place + k))).toEqual(expected)
          expect(edgesOf(walk(tour, (city) => tour.next(city)))).toEqual(edgesOf(expected))
        },
      ),
    )
  })
})

test('a copy does not follow the original', () => {
  const tour = new ArrayTour([0, 1, 2, 3, 4, 5])
  const copy = new ArrayTour([5, 4, 3, 2, 1, 0])
  copy.copyFrom(tour)
  tour.exchange(1, 2, 4, 5)
  expect(copy.toOrder()).toEqual([0, 1, 2, 3, 4, 5])
  expect(copy.next(1)).toBe(2)
})
