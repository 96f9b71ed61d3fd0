import { TrialfanError } from '../../contract/errors.ts'

/** A space that cannot be, or a configuration that does not belong to it. `parameter` names the culprit, where there is one. */
export class SpaceError extends TrialfanError {
  readonly parameter: string | null

  constructor(parameter: string | null, message: string) {
    super('SPACE', parameter === null ? message : `parameter ${JSON.stringify(parameter)}: ${message}`, { parameter })
    this.parameter = parameter
  }
}
