import type { Search } from './search.ts'

/**
 * Tries to replace an edge of the city and one more by two shorter ones, so that the city gets a near one beside it.
 * A new edge that is not shorter than the one given up cannot be part of a gain worth looking for: the lists end the search early.
 * @returns the change of the tour's length, 0 when there was no move
 */
export function twoOpt({ cities, tour, queue, meter, neighbours, first }: Search, city: number): number {
  let gain = 0
  let besideCity = 0
  let near = 0
  let besideNear = 0
  let looked = 0

  for (let side = 0; side < 2 && !(first && gain > 0); side++) {
    const beside = side === 0 ? tour.next(city) : tour.previous(city)
    const given = cities.distance(city, beside)
    for (let rank = 0; rank < neighbours; rank++) {
      const candidate = cities.neighbour(city, rank)
      const added = cities.distance(city, candidate)
      looked++
      if (added >= given) break
      const beyond = side === 0 ? tour.next(candidate) : tour.previous(candidate)
      const gained = given + cities.distance(candidate, beyond) - added - cities.distance(beside, beyond)
      if (gained > gain) {
        gain = gained
        besideCity = beside
        near = candidate
        besideNear = beyond
        if (first) break
      }
    }
  }

  meter.add(looked)
  if (gain === 0) return 0
  meter.add(tour.exchange(city, besideCity, near, besideNear))
  queue.add(city)
  queue.add(besideCity)
  queue.add(near)
  queue.add(besideNear)
  return -gain
}
