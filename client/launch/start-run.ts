import type { Configuration } from '../../contract/trial.ts'
import type { Study } from '../study/study.ts'
import { type StartRunOptions, StudyRun } from './study-run.ts'

/**
 * Begins a run of a study that is written down, and can be resumed.
 *
 * @example
 * await using run = await startRun(study, { cluster })
 * const incumbent = await run.optimizer.optimize()
 */
export function startRun<C extends Configuration>(study: Study<C>, options: StartRunOptions<C> = {}): Promise<StudyRun<C>> {
  return StudyRun.start(study, options)
}
