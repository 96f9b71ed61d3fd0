const SHARPNESS = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
]
const CENTRES = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
]
const DEPTHS = [1, 1.2, 3, 3.2]

/** Hartmann's function of six dimensions. */
export function hartmann(x: readonly number[]): number {
  let sum = 0
  for (const [well, depth] of DEPTHS.entries()) {
    const sharpness = SHARPNESS[well] ?? []
    const centre = CENTRES[well] ?? []
    const distance = x.reduce((total, value, j) => total + (sharpness[j] ?? 0) * (value - 1e-4 * (centre[j] ?? 0)) ** 2, 0)
    sum += depth * Math.exp(-distance)
  }
  return -sum
}
