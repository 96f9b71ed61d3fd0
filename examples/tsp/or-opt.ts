import type { Search } from './search.ts'

/**
 * Tries to carry a short segment that ends at the city to another place, where the city comes to lie beside a near one:
 * nearer than the length that taking the segment out saves.
 * Source: Or, "Traveling salesman-type combinatorial problems", Northwestern University, 1976.
 * @returns the change of the tour's length, 0 when there was no move
 */
export function orOpt(search: Search, city: number): number {
  const { cities, tour, meter, neighbours, segment, first } = search
  let gain = 0
  let farEnd = city
  let forward = true
  let near = 0
  let besideNear = 0
  let looked = 0

  for (let side = 0; side < 2 && !(first && gain > 0); side++) {
    const ahead = side === 0
    const before = ahead ? tour.previous(city) : tour.next(city)
    let end = city
    for (let length = 1; length <= segment && !(first && gain > 0); length++) {
      if (length > 1) end = ahead ? tour.next(end) : tour.previous(end)
      const after = ahead ? tour.next(end) : tour.previous(end)
      const closed = cities.distance(before, city) + cities.distance(end, after) - cities.distance(before, after)

      for (let rank = 0; rank < neighbours; rank++) {
        const candidate = cities.neighbour(city, rank)
        const added = cities.distance(city, candidate)
        looked++
        if (added >= closed) break
        const offset = ahead ? tour.stepsBetween(city, candidate) : tour.stepsBetween(candidate, city)
        if (offset < length) continue
        looked++
        for (let place = 0; place < 2; place++) {
          const beyond = place === 0 ? tour.next(candidate) : tour.previous(candidate)
          if (beyond === city || beyond === end) continue
          const gained = closed + cities.distance(candidate, beyond) - added - cities.distance(end, beyond)
          if (gained > gain) {
            gain = gained
            farEnd = end
            forward = ahead
            near = candidate
            besideNear = beyond
          }
        }
        if (first && gain > 0) break
      }
    }
  }

  meter.add(looked)
  if (gain === 0) return 0
  carry(search, city, farEnd, forward, near, besideNear)
  return -gain
}

/** Moves the segment from city to farEnd between two neighbouring cities, so that the city lies beside `near`: two or three exchanges. */
function carry({ tour, queue, meter }: Search, city: number, farEnd: number, forward: boolean, near: number, besideNear: number): void {
  const head = forward ? city : farEnd
  const tail = forward ? farEnd : city
  const before = tour.previous(head)
  const after = tour.next(tail)
  const left = tour.next(near) === besideNear ? near : besideNear
  const right = left === near ? besideNear : near

  // before [head … tail] after … left right  →  before after … left [tail … head] right
  let moved = tour.exchange(before, head, left, right)
  if (left !== after) moved += tour.exchange(before, left, after, tail)
  const turned = left === near ? tail === city : head === city
  if (!turned) moved += tour.exchange(left, tail, head, right)
  meter.add(moved)

  for (const touched of [before, head, tail, after, left, right]) queue.add(touched)
}
