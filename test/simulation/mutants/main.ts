// Whether the simulator finds each deliberate defect; one JSON line a mutant.
import type { Mutant } from './mutant.ts'
import { MUTANTS } from './mutants.ts'
import { runMutant } from './run-mutant.ts'

/** When the noted seed does not find it any more: what the client does has moved, and other seeds do. */
const HUNT = Number(process.env.TRIALFAN_HUNT ?? 400)
const ONCE = 40

/** A mutated client may leave promises that are rejected unheard: what comes of it is for the simulator to see. */
process.on('unhandledRejection', () => {})

/** What goes wrong first among the seeds from `first` on; a client that throws is found out too. */
async function firstFailure(
  mutant: Mutant,
  first: number,
  end: number,
): Promise<{ readonly seed: number; readonly violation: string } | undefined> {
  try {
    return (await runMutant(mutant, first, end)).failed[0]
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('mutant ')) throw error
    return { seed: first, violation: String(error) }
  }
}

/** The first seed that finds the mutant, the noted one before others; null when none does. */
for (const mutant of MUTANTS) {
  let found = await firstFailure(mutant, mutant.seed, mutant.seed + 1)
  for (let first = 0; found === undefined && first < HUNT; first += ONCE) found = await firstFailure(mutant, first, first + ONCE)
  console.log(
    JSON.stringify({
      name: mutant.name,
      noted: mutant.seed,
      foundBy: found?.seed ?? null,
      violation: found?.violation.slice(0, 120) ?? null,
    }),
  )
}
