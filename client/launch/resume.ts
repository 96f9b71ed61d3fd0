import type { Configuration } from '../../contract/trial.ts'
import type { Study } from '../study/study.ts'
import { type ResumeOptions, StudyRun } from './study-run.ts'

/**
 * Goes on with a run that was interrupted, or whose process died.
 *
 * @example
 * await using run = await resume('20261124-101500-1f3a9c', study)
 * const incumbent = await run.optimizer.optimize()
 */
export function resume<C extends Configuration>(run: string, study: Study<C>, options: ResumeOptions<C> = {}): Promise<StudyRun<C>> {
  return StudyRun.resume(run, study, options)
}
