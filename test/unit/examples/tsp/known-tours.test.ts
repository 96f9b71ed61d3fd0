import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { knownOptima } from '../../../../examples/tsp/known-optima.ts'
import { loadInstances } from '../../../../examples/tsp/load-instances.ts'
import { tourLength } from './tour-length.ts'

const instances = await loadInstances(24)

/** From the documentation of TSPLIB 95, for checking distance functions: the length of the tour 1, 2, …, n. */
const CANONICAL_LENGTHS = { att532: 309_636, pcb442: 221_440, gr666: 423_710 }

async function optimalTour(name: string): Promise<number[]> {
  const text = await readFile(new URL(`./optimal-tours/${name}.opt.tour`, import.meta.url), 'utf8')
  const numbers = text.split('TOUR_SECTION')[1]!.trim().split(/\s+/)
  return numbers.slice(0, numbers.indexOf('-1')).map((number) => Number(number) - 1)
}

describe.each(Object.entries(CANONICAL_LENGTHS))('%s', (name, canonicalLength) => {
  const instance = instances[name]!

  test('the tour in the order of the file has the length that TSPLIB documents', () => {
    const order = Array.from({ length: instance.dimension }, (_, city) => city)
    expect(tourLength(instance, order)).toBe(canonicalLength)
  })

  test('the optimal tour has the known optimal length', async () => {
    expect(tourLength(instance, await optimalTour(name))).toBe(knownOptima[name])
    expect(instance.optimum).toBe(knownOptima[name])
  })

  test('distances are the same both ways', () => {
    const { dimension, distances } = instance
    for (let from = 0; from < dimension; from++) {
      expect(distances[from * dimension + from]).toBe(0)
      for (let to = 0; to < from; to++) {
        if (distances[from * dimension + to] !== distances[to * dimension + from]) throw new Error(`${from} and ${to} differ`)
      }
    }
  })
})

test("a GEO distance is one by TSPLIB's own value of pi, not by a better one", () => {
  const { dimension, distances } = instances.gr666!
  // The 90th and the 54th city; with Math.PI they would be 3660 apart.
  expect(distances[89 * dimension + 53]).toBe(3659)
})
