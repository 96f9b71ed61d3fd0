import { describe } from '../../contract/errors.ts'
import type { Condition } from './condition.ts'
import { SpaceError } from './errors.ts'
import type { Parameter } from './parameter.ts'
import type { ConditionalParameter } from './when.ts'

const KINDS: ReadonlySet<unknown> = new Set(['float', 'integer', 'categorical', 'ordinal', 'constant'])

/** Takes a declaration apart. @throws SpaceError when it is no parameter */
export function checkDeclaration(
  name: string,
  declaration: Parameter | ConditionalParameter,
): { readonly parameter: Parameter; readonly condition: Condition | null } {
  const conditional = declaration?.kind === 'when'
  const parameter = conditional ? declaration.parameter : declaration
  if (typeof parameter !== 'object' || parameter === null || !KINDS.has(parameter.kind))
    throw new SpaceError(name, `expected float(), integer(), categorical(), ordinal(), constant() or when(), got ${describe(parameter)}`)
  return { parameter, condition: conditional ? declaration.condition : null }
}
