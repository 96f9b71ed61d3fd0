const FIRST_MS = 100
const MOST_MS = 10_000

/** How long to wait after so many failures before this one: 100 ms, 200, 400, … 10 s. */
export function backoffMs(failuresBefore: number): number {
  return Math.min(MOST_MS, FIRST_MS * 2 ** failuresBefore)
}
