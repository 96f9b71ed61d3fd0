import { LambdaParallelRunner, TargetFunctionRunner } from 'trialfan'
import { LocalCluster } from 'trialfan/local'
import { driveTrials } from './drive-trials.ts'
import { TRIAL_SETTINGS } from './trial-settings.ts'
import { trialsOf } from './trials-of.ts'

const WORKERS = 2
/** Two trials at a time go to two workers, unless one is so quick that it takes both. */
const MOST_ROUNDS = 50

/** A runner on an embedded cluster of its own, both of whose workers have ended a trial; `workers` are their processes. */
export async function warmRunner(target: URL) {
  const cluster = await LocalCluster.start({ workers: WORKERS })
  const runner = await LambdaParallelRunner.create(new TargetFunctionRunner({ target, scenario: TRIAL_SETTINGS }), { cluster })
  const seen = new Set<string | undefined>()
  for (let round = 0; seen.size < WORKERS; round++) {
    if (round === MOST_ROUNDS) throw new Error(`${MOST_ROUNDS} rounds of trials, and ${seen.size} of ${WORKERS} workers ran one`)
    await driveTrials(runner, trialsOf(WORKERS, round), { onValue: ({ worker }) => seen.add(worker?.environment) })
  }
  const workers = cluster
    .environments()
    .filter((environment) => environment.function === cluster.workerFunction)
    .flatMap(({ pid }) => pid ?? [])
  return { cluster, runner, workers }
}
