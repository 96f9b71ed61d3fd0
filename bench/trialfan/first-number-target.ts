import type { Target } from 'trialfan/worker'

/** Touches the scattered numbers, so that they must have arrived; 0 where none were given. */
const firstNumber: Target<{ readonly x: Float64Array } | null> = (_, { data }) => data?.x[0] ?? 0

export default firstNumber
