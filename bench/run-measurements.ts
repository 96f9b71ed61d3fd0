import type { Systems } from './goal.ts'
import { jsonLinesOf } from './json-lines-of.ts'
import { loadNow } from './machine-facts.ts'
import type { Measurement } from './measurement.ts'

/**
 * Runs everything once a repeat, the systems in turn, so that what the machine does beside it weighs on all of them.
 * A measurement that fails is said, leaves its figures empty, and does not stop the others.
 * @returns true when none failed
 */
export async function runMeasurements(
  measurements: readonly Measurement[],
  repeats: number,
  systems: Systems,
  say: (line: string) => void,
): Promise<boolean> {
  let isWhole = true
  for (let repeat = 1; repeat <= repeats; repeat++) {
    for (const { system, what, figures, process } of measurements) {
      const report = systems[system]
      say(`${repeat}/${repeats}  ${report.title}: ${what}  (load ${loadNow()})`)
      try {
        report.add(await jsonLinesOf(process))
      } catch (cause) {
        isWhole = false
        const { message } = cause as Error
        say(`failed: ${message}`)
        report.lacks(figures, `the measurement failed: ${message.split('\n')[0]}`)
      }
    }
  }
  return isWhole
}
