import { unknownOption } from '../../contract/unknown-option.ts'
import { StudyError } from './study-error.ts'

/**
 * Reads options that a person wrote, perhaps without a type checker: every value is checked, and a key that nobody knows is an error
 * that names the nearest known one. `undefined` means "not given". @throws StudyError
 */
export class OptionsReader {
  readonly #where: string
  readonly #options: Readonly<Record<string, unknown>>

  constructor(where: string, options: unknown, known: readonly string[]) {
    if (typeof options !== 'object' || options === null || Array.isArray(options)) {
      throw StudyError.expected(where, '', 'an object of options', options)
    }
    this.#where = where
    this.#options = options as Readonly<Record<string, unknown>>
    const unknown = unknownOption(options, known)
    if (unknown !== null) throw new StudyError(where, unknown.option, unknown.complaint)
  }

  value(name: string): unknown {
    return this.#options[name]
  }

  isGiven(name: string): boolean {
    return this.#options[name] !== undefined
  }

  text(name: string, fallback: string): string {
    const value = this.#options[name] ?? fallback
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters would reach the terminal
    const isName = typeof value === 'string' && value.trim() !== '' && value.length <= 200 && !/[\u0000-\u001f\u007f]/.test(value)
    if (!isName) throw this.fault(name, 'a text of 1 to 200 characters without control characters')
    return value
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#options[name] ?? fallback
    if (typeof value !== 'boolean') throw this.fault(name, 'true or false')
    return value
  }

  integer(name: string, fallback: number, range: { readonly min: number; readonly max: number }): number {
    const value = this.#options[name] ?? fallback
    if (typeof value !== 'number' || !Number.isInteger(value) || value < range.min || value > range.max) {
      const top = range.max === Number.MAX_SAFE_INTEGER ? ` of at least ${range.min}` : ` from ${range.min} to ${range.max}`
      throw this.fault(name, `an integer${top}`)
    }
    return value
  }

  /** A count of at least 1; Infinity means no end. */
  count(name: string, fallback: number): number {
    const value = this.#options[name] ?? fallback
    const isCount = value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && (value as number) >= 1)
    if (!isCount) throw this.fault(name, 'an integer of at least 1 (or Infinity)')
    return value as number
  }

  /** A finite number above 0, or null when it is not given: no limit. */
  limit(name: string, unit: string): number | null {
    const value = this.#options[name] ?? null
    if (value === null || value === Number.POSITIVE_INFINITY) return null
    if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) throw this.fault(name, `a number of ${unit} above 0`)
    return value
  }

  /** Distinct names, or null when the option is not given. */
  names(name: string): readonly string[] | null {
    const value = this.#options[name] ?? null
    if (value === null) return null
    if (!Array.isArray(value) || value.length === 0) throw this.fault(name, 'a list of at least one name')
    const seen = new Set<string>()
    for (const [index, entry] of value.entries()) {
      const at = `${name}[${index}]`
      if (typeof entry !== 'string' || entry === '') throw StudyError.expected(this.#where, at, 'a name (a text that is not empty)', entry)
      if (seen.has(entry)) throw new StudyError(this.#where, at, `expected distinct names, got ${JSON.stringify(entry)} twice`)
      seen.add(entry)
    }
    return Object.freeze([...seen])
  }

  /** Objects, none by default. */
  list(name: string): readonly object[] {
    const value = this.#options[name] ?? []
    if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'object' && entry !== null))
      throw this.fault(name, 'a list of objects')
    return value
  }

  fault(name: string, expected: string): StudyError {
    return StudyError.expected(this.#where, name, expected, this.#options[name])
  }
}
