import { describe } from '../../contract/errors.ts'
import { checkDeclaration } from './check-declaration.ts'
import { compileCondition } from './compile-condition.ts'
import type { Named } from './compiled-condition.ts'
import { domainOf } from './domain-of.ts'
import { SpaceError } from './errors.ts'
import type { ForbiddenClause } from './forbid.ts'
import { independentParts } from './independent-parts.ts'
import { parentsFirst } from './parents-first.ts'
import type { SpaceDefinition } from './space-definition.ts'
import type { SpaceParameter, SpaceStructure } from './space-structure.ts'

/** Checks everything that can be checked without a configuration. @throws SpaceError that names the parameter or clause */
export function compileSpace(definition: SpaceDefinition, forbidden: readonly ForbiddenClause[]): SpaceStructure {
  checkRecord(definition)
  const declared = Object.entries(definition).map(([name, declaration]) => ({ name, ...checkDeclaration(name, declaration) }))
  const named: Named[] = declared.map(({ name, parameter }) => ({ name, domain: domainOf(name, parameter) }))
  const places = new Map(named.map(({ name }, place) => [name, place]))
  const parameters: SpaceParameter[] = declared.map(({ name, condition }, place) => {
    const context = { parameters: named, places, owner: name, label: 'its condition' }
    const { domain } = named[place] as Named
    return Object.freeze({ name, kind: domain.kind, domain, condition: condition === null ? null : compileCondition(condition, context) })
  })
  if (!Array.isArray(forbidden)) throw new SpaceError(null, `expected forbidden to be a list of forbid(…), got ${describe(forbidden)}`)
  const clauses = forbidden.map((clause, index) => {
    const label = `forbidden clause ${index + 1}`
    if (clause?.kind !== 'forbidden') throw new SpaceError(null, `${label}: expected forbid(…), got ${describe(clause)}`)
    return compileCondition(clause.condition, { parameters: named, places, owner: null, label })
  })
  const parts = independentParts(parameters, clauses, parentsFirst(parameters))
  return { source: { definition, forbidden }, parameters, places, clauses, parts }
}

function checkRecord(definition: SpaceDefinition): void {
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition))
    throw new SpaceError(null, `expected a record of parameters, got ${describe(definition)}`)
  const prototype: unknown = Object.getPrototypeOf(definition)
  if (prototype !== Object.prototype && prototype !== null)
    throw new SpaceError(null, 'expected a plain record of parameters; a parameter cannot be called "__proto__"')
  const names = Object.keys(definition)
  if (names.length === 0) throw new SpaceError(null, 'a space needs at least one parameter')
  for (const name of names) {
    if (name === '') throw new SpaceError(name, 'a parameter needs a name')
    // Reading such a name off a configuration in which it is inactive would give JavaScript's own member.
    if (name in Object.prototype) throw new SpaceError(name, 'the name is one of every JavaScript object; call it otherwise')
  }
}
