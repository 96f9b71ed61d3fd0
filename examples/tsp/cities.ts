import type { TspInstance } from './tsp-instance.ts'

/** The distances and neighbour lists of one instance, behind the two questions a local search asks all the time. */
export class Cities {
  readonly size: number
  /** How many neighbours are listed for every city. */
  readonly listed: number
  private readonly distances: Int32Array
  private readonly neighbours: Int32Array

  constructor({ dimension, distances, neighbours }: TspInstance) {
    this.size = dimension
    this.listed = neighbours.length / dimension
    this.distances = distances
    this.neighbours = neighbours
  }

  distance(from: number, to: number): number {
    return this.distances[from * this.size + to] as number
  }

  /** The city at this rank of the list, 0 for the nearest. */
  neighbour(city: number, rank: number): number {
    return this.neighbours[city * this.listed + rank] as number
  }
}
