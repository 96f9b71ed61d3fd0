import type { Cities } from './cities.ts'

/** A round trip in an array, with the place of every city, so that successor and order are looked up and not searched. */
export class ArrayTour {
  readonly size: number
  private readonly order: Int32Array
  private readonly place: Int32Array
  private readonly moved: Int32Array

  /** @param order every city from 0 to size - 1 once; copied */
  constructor(order: ArrayLike<number>) {
    this.size = order.length
    this.order = Int32Array.from(order)
    this.place = new Int32Array(this.size)
    this.moved = new Int32Array(this.size)
    for (const [place, city] of this.order.entries()) this.place[city] = place
  }

  /** The city at a place; places wrap around once. */
  at(place: number): number {
    return this.order[place < this.size ? place : place - this.size] as number
  }

  next(city: number): number {
    const place = (this.place[city] as number) + 1
    return this.order[place === this.size ? 0 : place] as number
  }

  previous(city: number): number {
    const place = this.place[city] as number
    return this.order[(place === 0 ? this.size : place) - 1] as number
  }

  /** How many steps forward lead from one city to the other: 0 to size - 1. */
  stepsBetween(from: number, to: number): number {
    const steps = (this.place[to] as number) - (this.place[from] as number)
    return steps < 0 ? steps + this.size : steps
  }

  /**
   * Replaces the edges a–b and c–d by a–c and b–d. In one of the two directions b must follow a and d must follow c.
   * @returns the number of swaps it took
   */
  exchange(a: number, b: number, c: number, d: number): number {
    return this.next(a) === b ? this.reverse(b, c) : this.reverse(a, d)
  }

  /** Reverses the way from one city forward to another, or the rest of the tour, which is the same round trip: the shorter one. */
  private reverse(from: number, to: number): number {
    const { size, order, place } = this
    let length = this.stepsBetween(from, to) + 1
    let left = place[from] as number
    let right = place[to] as number
    if (2 * length > size) {
      length = size - length
      const rest = left
      left = right + 1 === size ? 0 : right + 1
      right = rest === 0 ? size - 1 : rest - 1
    }
    const swaps = length >> 1
    for (let remaining = swaps; remaining > 0; remaining--) {
      const first = order[left] as number
      const last = order[right] as number
      order[left] = last
      place[last] = left
      order[right] = first
      place[first] = right
      left = left + 1 === size ? 0 : left + 1
      right = right === 0 ? size - 1 : right - 1
    }
    return swaps
  }

  /**
   * Lays neighbouring segments, the first of which begins at a place, in the opposite order; each keeps its direction.
   * @returns the number of cities moved
   */
  reorderSegments(place: number, lengths: readonly number[]): number {
    const total = lengths.reduce((sum, length) => sum + length, 0)
    let taken = place
    let room = total
    for (const length of lengths) {
      room -= length
      for (let k = 0; k < length; k++) this.moved[room + k] = this.at(taken++)
    }
    for (let k = 0; k < total; k++) {
      const target = place + k < this.size ? place + k : place + k - this.size
      const city = this.moved[k] as number
      this.order[target] = city
      this.place[city] = target
    }
    return total
  }

  length(cities: Cities): number {
    let sum = 0
    for (let city = 0; city < this.size; city++) sum += cities.distance(city, this.next(city))
    return sum
  }

  /** Makes this tour equal to another one of the same size. */
  copyFrom(other: ArrayTour): void {
    this.order.set(other.order)
    this.place.set(other.place)
  }

  /** The cities in the order of travel. */
  toOrder(): number[] {
    return Array.from(this.order)
  }
}
