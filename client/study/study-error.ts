import { describe, TrialfanError } from '../../contract/errors.ts'

/** A study, scenario or option of a facade that cannot be run as it was written. */
export class StudyError extends TrialfanError {
  /** The option that is wrong, as the user wrote it: `trials`, `instanceFeatures.att532`. */
  readonly option: string

  constructor(where: string, option: string, complaint: string) {
    super('STUDY', `${where}: ${option === '' ? '' : `${option}: `}${complaint}`, { where, option })
    this.option = option
  }

  /** `study "tsp": trials: expected an integer of at least 1, got "x" (string)` */
  static expected(where: string, option: string, expected: string, got: unknown): StudyError {
    return new StudyError(where, option, `expected ${expected}, got ${describe(got)}`)
  }
}
