import { parseArgs } from 'node:util'

export interface BenchOptions {
  readonly only: 'trialfan' | 'peers' | null
  /** No-op trials of trialfan and tasks of bare Dask, a repeat. */
  readonly trials: number
  readonly repeats: number
  readonly quick: boolean
  readonly jsonFile: string | null
  /** Where a CPU profile of trialfan's client goes. */
  readonly profileFolder: string | null
}

export const USAGE = `npm run bench -- [--only trialfan|peers] [--trials N] [--quick] [--json FILE] [--cpu-prof DIR]
  --only      measure one side alone
  --trials N  no-op trials a repeat (default 3000; SMAC + Dask, which is slower, gets a fifth)
  --quick     one short repeat in place of three
  --json      write the figures to FILE
  --cpu-prof  then profile trialfan's client during the no-op run, into DIR`

const FEWEST_TRIALS = 100

/** @throws Error that says what is wrong with the command line */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      trials: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      'cpu-prof': { type: 'string' },
    },
  })
  const { only = null, quick } = values
  if (only !== null && only !== 'trialfan' && only !== 'peers') throw new Error(`--only: expected trialfan or peers, got ${only}`)
  const trials = Number(values.trials ?? (quick ? 600 : 3_000))
  if (!Number.isInteger(trials) || trials < FEWEST_TRIALS) {
    throw new Error(`--trials: expected a whole number, ${FEWEST_TRIALS} or more, got ${values.trials}`)
  }
  const profileFolder = values['cpu-prof'] ?? null
  if (profileFolder !== null && only === 'peers') throw new Error('--cpu-prof profiles trialfan, which --only peers leaves out')
  return { only, trials, repeats: quick ? 1 : 3, quick, jsonFile: values.json ?? null, profileFolder }
}
