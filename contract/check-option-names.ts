import { TrialfanError } from './errors.ts'
import { unknownOption } from './unknown-option.ts'

/** @throws TrialfanError OPTION that says whose options these are, and what to write instead */
export function checkOptionNames(where: string, options: object, known: readonly string[]): void {
  const unknown = unknownOption(options, known)
  if (unknown !== null) throw new TrialfanError('OPTION', `${where}: ${unknown.option}: ${unknown.complaint}`, { name: unknown.option })
}
