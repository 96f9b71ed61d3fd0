import type { TspInstance } from '../../../../examples/tsp/tsp-instance.ts'

/** Adds up a round trip, after it was seen to visit every city once. */
export function tourLength({ dimension, distances }: TspInstance, order: readonly number[]): number {
  if (order.length !== dimension || new Set(order).size !== dimension || order.some((city) => !(city >= 0 && city < dimension))) {
    throw new Error(`expected each of ${dimension} cities once, got ${order.join(' ')}`)
  }
  return order.reduce((sum, city, place) => sum + distances[city * dimension + order[(place + 1) % dimension]!]!, 0)
}
