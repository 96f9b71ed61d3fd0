import { hash } from 'node:crypto'
import type { Configuration } from '../../contract/trial.ts'

interface NamedConfiguration {
  readonly configuration: Configuration
  readonly key: string
}

/** Everybody who has to do with a trial asks for its configuration's key, one after the other. The one that was asked for last comes first. */
const recent: NamedConfiguration[] = []
const MOST_RECENT = 4

/**
 * 27 characters that name a configuration: the same whatever the order of its entries, on every machine.
 * The SHA-1 of its entries as JSON, sorted by name; nothing secret hangs on it, and it is short in memory.
 */
export function configurationKey(configuration: Configuration): string {
  const at = recent.findIndex((each) => each.configuration === configuration)
  const known = recent[at]
  if (known !== undefined) {
    recent.copyWithin(1, 0, at)
    recent[0] = known
    return known.key
  }
  const names = Object.keys(configuration).sort()
  const key = hash('sha1', JSON.stringify(names.map((name) => [name, configuration[name]])), 'base64url')
  // Others may be changed by whoever made them.
  if (Object.isFrozen(configuration)) {
    if (recent.length === MOST_RECENT) recent.pop()
    recent.unshift({ configuration, key })
  }
  return key
}
