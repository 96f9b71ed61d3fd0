import { hash } from 'node:crypto'
import type { Configuration } from '../../contract/trial.ts'

/**
 * 27 characters that name a configuration: the same whatever the order of its entries, on every machine.
 * The SHA-1 of its entries as JSON, sorted by name; nothing secret hangs on it, and it is short in memory.
 */
export function configurationKey(configuration: Configuration): string {
  const names = Object.keys(configuration).sort()
  return hash('sha1', JSON.stringify(names.map((name) => [name, configuration[name]])), 'base64url')
}
