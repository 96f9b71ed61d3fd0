/**
 * The `count` nearest cities of every city, nearest first, row by row; equal distances in order of the cities.
 * @param distances `dimension * dimension` lengths
 */
export function neighbourLists(distances: Int32Array, dimension: number, count: number): Int32Array {
  if (count < 1 || count >= dimension) throw new RangeError(`expected 1 to ${dimension - 1} neighbours, got ${count}`)
  const lists = new Int32Array(dimension * count)
  for (let city = 0; city < dimension; city++) {
    const row = distances.subarray(city * dimension, (city + 1) * dimension)
    const others = Array.from(row.keys()).filter((other) => other !== city)
    others.sort((a, b) => (row[a] ?? 0) - (row[b] ?? 0) || a - b)
    lists.set(others.slice(0, count), city * count)
  }
  return lists
}
