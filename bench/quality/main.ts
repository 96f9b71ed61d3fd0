// npm run bench:quality: how good what the optimizers find is, on functions of known truth, beside the peers' figures.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { jsonLinesOf } from '../json-lines-of.ts'
import { machineFacts } from '../machine-facts.ts'
import { peerFigures } from './peer-figures.ts'
import { QUALITY_USAGE, type QualityOptions, readQualityOptions } from './quality-options.ts'
import type { QualityOutcome, QualityRun } from './quality-run.ts'
import { type FinishedRun, qualityTable } from './quality-table.ts'

/** More would measure each other's waiting. */
const PROCESSES = 2
const LONGEST_RUN_MS = 30 * 60_000
const NOTES = `Median [quartiles] over the seeds. final: regret of the incumbent's true cost after the last trial, 0 the optimum and 1 the median random
configuration; area: its mean over the trials. mo_zdt_mixed: hypervolume, higher is better. As many trials are pending as there are workers;
durations are log-normal on a virtual clock. The peers: SMAC 2.4.1, Optuna 5.0.0, Nevergrad's NGOpt.`

function readOptions(): QualityOptions {
  try {
    return readQualityOptions(process.argv.slice(2))
  } catch (cause) {
    console.error(`${(cause as Error).message}\n${QUALITY_USAGE}`)
    process.exit(2)
  }
}

async function simulate(run: QualityRun): Promise<FinishedRun> {
  const outcome = await jsonLinesOf({
    command: process.execPath,
    arguments: [fileURLToPath(new URL('./run-one.ts', import.meta.url)), JSON.stringify(run)],
    cwd: process.cwd(),
    timeLimitMs: LONGEST_RUN_MS,
  })
  return { ...run, ...(outcome as unknown as QualityOutcome) }
}

const options = readOptions()
const runs: QualityRun[] = options.functions.flatMap((quality) =>
  options.workers.flatMap((workers) =>
    Array.from({ length: options.seeds }, (_, seed) => ({
      function: quality.name,
      facade: options.facade(quality),
      workers,
      seed,
      trials: options.trials,
    })),
  ),
)
const finished: FinishedRun[] = []
const waiting = runs.entries()
await Promise.all(
  Array.from({ length: PROCESSES }, async () => {
    for (const [index, run] of waiting) {
      finished[index] = await simulate(run)
      console.error(`${run.function}, ${run.facade}, ${run.workers} workers, seed ${run.seed}: ${finished[index].final}`)
    }
  }),
)
console.log(`${qualityTable(finished, peerFigures())}\n\n${NOTES}`)
if (options.jsonFile !== null) {
  writeFileSync(options.jsonFile, `${JSON.stringify({ machine: machineFacts(new Date()), runs: finished }, null, 2)}\n`)
}
