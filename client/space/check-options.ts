import { describe } from '../../contract/errors.ts'
import { unknownOption } from '../../contract/unknown-option.ts'
import { SpaceError } from './errors.ts'

/** @throws SpaceError that names the function and the option, unless these are options that it knows */
export function checkOptions(where: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new SpaceError(null, `${where}: expected an object of options such as { ${known[0]}: … }, got ${describe(options)}`)
  const unknown = unknownOption(options, known)
  if (unknown !== null) throw new SpaceError(null, `${where}: ${unknown.option}: ${unknown.complaint}`)
}
