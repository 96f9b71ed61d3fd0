import { allOf } from '../combination.ts'
import type { Condition } from '../condition.ts'
import type { ConfigurationSpace } from '../configuration-space.ts'
import { defineSpace } from '../define-space.ts'
import { SpaceError } from '../errors.ts'
import { forbid } from '../forbid.ts'
import type { Parameter } from '../parameter.ts'
import { type ConditionalParameter, when } from '../when.ts'
import { CONFIGSPACE_FORMAT } from './configspace-json.ts'
import { JsonFields } from './json-fields.ts'
import { readCondition, readForbidden } from './read-condition.ts'
import { readParameter } from './read-parameter.ts'

/**
 * The space that ConfigSpace wrote (`to_json`, format 0.4).
 * @throws SpaceError that names the entry: for another format, or for what trialfan's spaces do not have (beta distributions)
 *
 * @example const space = fromConfigSpaceJson(JSON.parse(await readFile('configspace.json', 'utf8')))
 */
export function fromConfigSpaceJson(json: unknown): ConfigurationSpace {
  const file = new JsonFields('ConfigSpace file', json)
  if (file.has('format_version') && file.number('format_version') !== CONFIGSPACE_FORMAT)
    file.fail('format_version', `${CONFIGSPACE_FORMAT}`)
  const conditions = new Map<string, Condition[]>()
  for (const [index, entry] of file.list('conditions').entries()) {
    const where = `conditions[${index}]`
    const fields = new JsonFields(where, entry)
    const child = fields.text('child')
    conditions.set(child, [...(conditions.get(child) ?? []), readCondition(fields, where)])
  }
  const definition: Record<string, Parameter | ConditionalParameter> = {}
  for (const [index, entry] of file.list('hyperparameters').entries()) {
    const fields = new JsonFields(`hyperparameters[${index}]`, entry)
    const name = fields.text('name')
    if (name === '__proto__') throw new SpaceError(name, 'a parameter cannot be called "__proto__"')
    const own = conditions.get(name)
    const parameter = readParameter(fields)
    definition[name] = own === undefined ? parameter : when(allOf(...own), parameter)
  }
  const forbidden = file.list('forbiddens').map((entry, index) => {
    const where = `forbiddens[${index}]`
    return forbid(readForbidden(new JsonFields(where, entry), where))
  })
  for (const child of conditions.keys())
    if (!Object.hasOwn(definition, child)) throw new SpaceError(child, 'a condition names it, and the file has no such parameter')
  return defineSpace(definition, { forbidden })
}
