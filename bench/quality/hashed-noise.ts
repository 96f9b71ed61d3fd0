import type { ConfigurationSpace } from '../../client/space/index.ts'
import type { Configuration } from '../../contract/trial.ts'

const INACTIVE = 999_999_999

/** MurmurHash3's finalizer on 32 bits, unsigned. */
export function fmix32(word: number): number {
  let hash = word
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** 32 bits of a configuration and some integers: noise that is the same whenever the same is run again. */
export function hashConfiguration(space: ConfigurationSpace, configuration: Configuration, ...integers: readonly number[]): number {
  let hash = 0x9e3779b9
  for (const integer of integers) hash = fmix32(hash ^ integer)
  for (const { name, domain } of space.parameters) {
    const value = configuration[name]
    hash = fmix32(hash ^ (value === undefined ? INACTIVE : quantum(domain, value)))
  }
  return hash
}

type Domain = ConfigurationSpace['parameters'][number]['domain']

function quantum(domain: Domain, value: Configuration[string]): number {
  if (domain.kind === 'categorical') return domain.indexOf(value)
  return domain.kind === 'integer' ? Number(value) : Math.floor(domain.toUnit(value) * 1e6 + 0.5)
}

/** The k-th uniform number in (0, 1) of a hash. */
export function uniform(hash: number, k: number): number {
  return (fmix32((hash + Math.imul(0x6d2b79f5, k + 1)) >>> 0) + 0.5) / 2 ** 32
}

/** A standard normal number of a hash (Box and Muller). */
export function gauss(hash: number): number {
  return Math.sqrt(-2 * Math.log(uniform(hash, 0))) * Math.cos(2 * Math.PI * uniform(hash, 1))
}

/** The entry of an endless table of numbers in (0, 1). */
export function hashedEntry(seed: number, row: number, column: number): number {
  return uniform(fmix32(seed ^ fmix32(row * 31 + column)), 0)
}
