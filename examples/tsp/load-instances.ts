import { readFile } from 'node:fs/promises'
import { distanceMatrix } from './distance-matrix.ts'
import { knownOptima } from './known-optima.ts'
import { neighbourLists } from './neighbour-lists.ts'
import { parseTsplib } from './parse-tsplib.ts'
import type { TspInstance } from './tsp-instance.ts'

/**
 * Reads the TSPLIB files in `instances` and computes what every trial needs of them: the data that the study scatters.
 * @param neighbours how many neighbours to list for every city: the most that a configuration may ask for
 */
export async function loadInstances(neighbours: number): Promise<Readonly<Record<string, TspInstance>>> {
  const instances: Record<string, TspInstance> = {}
  for (const [name, optimum] of Object.entries(knownOptima)) {
    const coordinates = parseTsplib(await readFile(new URL(`./instances/${name}.tsp`, import.meta.url), 'utf8'))
    const dimension = coordinates.x.length
    const distances = distanceMatrix(coordinates)
    instances[name] = { dimension, optimum, distances, neighbours: neighbourLists(distances, dimension, neighbours) }
  }
  return instances
}
