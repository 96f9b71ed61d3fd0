/** Gives the value at `x` and writes the gradient. Not finite: no step goes there. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number

export interface MinimumOptions {
  readonly lower: Float64Array
  readonly upper: Float64Array
  readonly iterations: number
  /** Ends when no free component of the gradient is above this. */
  readonly tolerance?: number
}

/** Steps that are remembered. */
const MEMORY = 8
const ARMIJO = 1e-4
const MOST_HALVINGS = 20

/**
 * A local minimum inside bounds: limited-memory BFGS on the components that are not held at a bound, with a backtracking search along the
 * projected path (Nocedal and Wright, "Numerical Optimization", 2006, algorithms 7.4 and 7.5; Bertsekas, "Projected Newton Methods", 1982).
 * Changes `x` in place and gives the value there.
 */
export function boundedMinimum(
  objective: Objective,
  x: Float64Array,
  { lower, upper, iterations, tolerance = 1e-6 }: MinimumOptions,
): number {
  const size = x.length
  const gradient = new Float64Array(size)
  const nextGradient = new Float64Array(size)
  const next = new Float64Array(size)
  const direction = new Float64Array(size)
  const steps: { readonly s: Float64Array; readonly y: Float64Array; readonly rho: number }[] = []
  clamp(x, lower, upper)
  let value = objective(x, gradient)
  for (let iteration = 0; iteration < iterations; iteration++) {
    const isHeld = (at: number): boolean => {
      const slope = gradient[at] as number
      return ((x[at] as number) <= (lower[at] as number) && slope > 0) || ((x[at] as number) >= (upper[at] as number) && slope < 0)
    }
    let steepest = 0
    for (let at = 0; at < size; at++) {
      direction[at] = isHeld(at) ? 0 : (gradient[at] as number)
      steepest = Math.max(steepest, Math.abs(direction[at] as number))
    }
    if (!(steepest > tolerance)) break
    twoLoop(direction, steps)
    let slope = 0
    for (let at = 0; at < size; at++) {
      direction[at] = isHeld(at) ? 0 : -(direction[at] as number)
      slope += (direction[at] as number) * (gradient[at] as number)
    }
    if (!(slope < 0)) {
      steps.length = 0
      slope = 0
      for (let at = 0; at < size; at++) {
        direction[at] = isHeld(at) ? 0 : -(gradient[at] as number)
        slope -= (direction[at] as number) ** 2
      }
    }
    let length = steps.length === 0 ? Math.min(1, 0.2 / steepest) : 1
    let nextValue = Number.POSITIVE_INFINITY
    let halvings = 0
    for (; halvings < MOST_HALVINGS; halvings++, length *= 0.4) {
      for (let at = 0; at < size; at++) next[at] = (x[at] as number) + length * (direction[at] as number)
      clamp(next, lower, upper)
      nextValue = objective(next, nextGradient)
      if (nextValue <= value + ARMIJO * length * slope) break
    }
    if (halvings === MOST_HALVINGS) {
      if (steps.length === 0) break
      steps.length = 0
      continue
    }
    remember(steps, x, next, gradient, nextGradient)
    const gain = value - nextValue
    x.set(next)
    gradient.set(nextGradient)
    value = nextValue
    if (gain <= 1e-10 * (1 + Math.abs(value))) break
  }
  return value
}

/** Turns a gradient into a quasi-Newton step, in place. */
function twoLoop(direction: Float64Array, steps: readonly { s: Float64Array; y: Float64Array; rho: number }[]): void {
  const last = steps.at(-1)
  if (last === undefined) return
  const alphas = new Float64Array(steps.length)
  for (let k = steps.length - 1; k >= 0; k--) {
    const step = steps[k] as (typeof steps)[number]
    const alpha = step.rho * dot(step.s, direction)
    alphas[k] = alpha
    addScaled(direction, step.y, -alpha)
  }
  const scale = 1 / (last.rho * dot(last.y, last.y))
  for (let at = 0; at < direction.length; at++) direction[at] = (direction[at] as number) * scale
  for (let k = 0; k < steps.length; k++) {
    const step = steps[k] as (typeof steps)[number]
    addScaled(direction, step.s, (alphas[k] as number) - step.rho * dot(step.y, direction))
  }
}

function remember(
  steps: { readonly s: Float64Array; readonly y: Float64Array; readonly rho: number }[],
  x: Float64Array,
  next: Float64Array,
  gradient: Float64Array,
  nextGradient: Float64Array,
): void {
  const s = next.map((value, at) => value - (x[at] as number))
  const y = nextGradient.map((value, at) => value - (gradient[at] as number))
  const curvature = dot(s, y)
  if (!(curvature > 1e-10 * dot(y, y))) return
  steps.push({ s, y, rho: 1 / curvature })
  if (steps.length > MEMORY) steps.shift()
}

function clamp(x: Float64Array, lower: Float64Array, upper: Float64Array): void {
  for (let at = 0; at < x.length; at++) x[at] = Math.min(upper[at] as number, Math.max(lower[at] as number, x[at] as number))
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number)
  return sum
}

function addScaled(a: Float64Array, b: Float64Array, factor: number): void {
  for (let at = 0; at < a.length; at++) a[at] = (a[at] as number) + factor * (b[at] as number)
}
