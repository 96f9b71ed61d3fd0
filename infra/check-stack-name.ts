import { ShapeError } from '../contract/errors.ts'

/** `<name>-run-<run id>` must be a queue's name: 80 characters, of which the run's part takes up to 45. */
const NAME = /^[A-Za-z][A-Za-z0-9-]{0,34}$/

/** @throws ShapeError for a name that a stack, or the queues of its runs, cannot have */
export function checkStackName(name: string): void {
  if (!NAME.test(name)) throw new ShapeError('FanOut', "the stack's name", 'letters, digits and "-", at most 35, the first a letter', name)
}
