export interface Quartiles {
  readonly median: number
  readonly lower: number
  readonly upper: number
}

/** Linear between the values, as NumPy's default. @throws RangeError of no values */
export function quartiles(values: readonly number[]): Quartiles {
  if (values.length === 0) throw new RangeError('expected at least one value')
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => {
    const place = share * (sorted.length - 1)
    const [low, high] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN]
    return low + (place - Math.floor(place)) * (high - low)
  }
  return { median: at(0.5), lower: at(0.25), upper: at(0.75) }
}
