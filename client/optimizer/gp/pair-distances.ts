/** For each pair of points, a later one with each earlier one: a squared distance a feature, 1 between two categories. */
export function pairDistances(points: readonly Float64Array[], isCategorical: readonly boolean[]): Float64Array {
  const features = isCategorical.length
  const distances = new Float64Array(((points.length * (points.length - 1)) / 2) * features)
  let at = 0
  for (let row = 1; row < points.length; row++)
    for (let column = 0; column < row; column++)
      for (let feature = 0; feature < features; feature++) {
        const difference = ((points[row] as Float64Array)[feature] as number) - ((points[column] as Float64Array)[feature] as number)
        distances[at++] = isCategorical[feature] === true ? (difference === 0 ? 0 : 1) : difference * difference
      }
  return distances
}
