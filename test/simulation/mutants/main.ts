// Whether the simulator finds each deliberate defect; one JSON line a mutant.
import { MUTANTS } from './mutants.ts'
import { runMutant } from './run-mutant.ts'

/** When the noted seed does not find it any more: what the client does has moved, and other seeds do. */
const HUNT = Number(process.env.TRIALFAN_HUNT ?? 400)
const ONCE = 40

/** The first seed that finds the mutant, the noted one before others; null when none does. */
for (const mutant of MUTANTS) {
  let [found] = (await runMutant(mutant, mutant.seed, mutant.seed + 1)).failed
  for (let first = 0; found === undefined && first < HUNT; first += ONCE) found = (await runMutant(mutant, first, first + ONCE)).failed[0]
  console.log(
    JSON.stringify({
      name: mutant.name,
      noted: mutant.seed,
      foundBy: found?.seed ?? null,
      violation: found?.violation.slice(0, 120) ?? null,
    }),
  )
}
