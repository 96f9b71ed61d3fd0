interface Moments {
  readonly mean: number
  readonly variance: number
}

/** Mean and variance of a population. */
export function moments(values: Float64Array): Moments {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0)
  return { mean, variance: values.reduce((sum, value) => sum + ((value - mean) * (value - mean)) / values.length, 0) }
}
