import { TrialfanError } from '../../../contract/errors.ts'

/** A defect of trialfan itself: something happened to a trial that cannot happen in its state. Carries the trial's story. */
export class ImpossibleTransitionError extends TrialfanError {
  constructor(trial: number, event: string, story: readonly string[]) {
    super('IMPOSSIBLE_TRANSITION', `trial ${trial}: ${event} cannot happen here; its story: ${story.join('; ')}`, { trial, event, story })
  }
}
