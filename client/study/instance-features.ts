import { StudyError } from './study-error.ts'

/** Features by instance name; every instance has as many as every other. */
export type InstanceFeatures = Readonly<Record<string, readonly number[]>>

/** Checks features against the instances they belong to. @throws StudyError */
export function instanceFeatures(where: string, given: unknown, instances: readonly string[] | null): InstanceFeatures | null {
  if (given === undefined || given === null) return null
  const option = 'instanceFeatures'
  if (typeof given !== 'object' || Array.isArray(given))
    throw StudyError.expected(where, option, 'a list of numbers for each instance', given)
  if (instances === null) throw new StudyError(where, option, 'expected instances to go with them; name them in "instances"')
  const byName = new Map(Object.entries(given))
  const features: Record<string, readonly number[]> = Object.create(null)
  let length: number | null = null
  for (const instance of instances) {
    const list: unknown = byName.get(instance)
    const isFeatures = Array.isArray(list) && list.length > 0 && list.every((feature) => Number.isFinite(feature))
    if (!isFeatures) throw StudyError.expected(where, `${option}.${instance}`, 'a list of finite numbers', list)
    length ??= list.length
    if (list.length !== length) {
      throw new StudyError(where, `${option}.${instance}`, `expected ${length} features, as ${instances[0]} has, got ${list.length}`)
    }
    features[instance] = Object.freeze([...list])
    byName.delete(instance)
  }
  for (const name of byName.keys()) {
    throw new StudyError(where, `${option}.${name}`, `there is no such instance; the instances are ${instances.join(', ')}`)
  }
  return Object.freeze(features)
}
