import { describe } from '../../../contract/errors.ts'
import { ServiceFault } from '../service-fault.ts'

/** The input of one SQS call, read with SQS's own complaints. */
export class SqsInput {
  readonly #fields: Readonly<Record<string, unknown>>

  /** @param body JSON. @throws ServiceFault `SerializationException` */
  static parse(body: Buffer): SqsInput {
    let value: unknown
    try {
      value = body.length === 0 ? {} : JSON.parse(body.toString())
    } catch {
      throw new ServiceFault('SerializationException', 'the request is not JSON')
    }
    return SqsInput.of(value, 'the request')
  }

  static of(value: unknown, what: string): SqsInput {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new SqsInput(value as Record<string, unknown>)
    throw new ServiceFault('SerializationException', `${what}: expected an object, got ${describe(value)}`)
  }

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.#fields = fields
  }

  has(name: string): boolean {
    return this.#fields[name] !== undefined && this.#fields[name] !== null
  }

  text(name: string): string {
    const value = this.#fields[name]
    if (typeof value === 'string' && value !== '') return value
    throw new ServiceFault('MissingParameter', `The request must contain the parameter ${name}: expected a string, got ${describe(value)}`)
  }

  optionalText(name: string): string {
    return this.has(name) ? this.text(name) : ''
  }

  integer(name: string, minimum: number, maximum: number, standard: number): number {
    const value = this.has(name) ? this.#fields[name] : standard
    if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum) return value
    throw new ServiceFault(
      'InvalidParameterValue',
      `Value ${String(value)} for parameter ${name} is invalid. Reason: Must be an integer from ${minimum} to ${maximum}.`,
    )
  }

  texts(name: string): string[] {
    const value = this.#fields[name] ?? []
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
    throw new ServiceFault('InvalidParameterValue', `${name}: expected a list of strings, got ${describe(value)}`)
  }

  record(name: string): Record<string, string> {
    const value = this.#fields[name] ?? {}
    if (typeof value === 'object' && Object.values(value).every((item) => typeof item === 'string')) return value as Record<string, string>
    throw new ServiceFault('InvalidParameterValue', `${name}: expected a map of strings, got ${describe(value)}`)
  }

  objects(name: string): Record<string, SqsInput> | null {
    if (!this.has(name)) return null
    const map = this.#fields[name] as Record<string, unknown>
    return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, SqsInput.of(value, `${name}.${key}`)]))
  }

  /** The entries of a batch call, checked as SQS does: 1 to 10, with ids of their own. */
  entries(): { readonly id: string; readonly input: SqsInput }[] {
    const value = this.#fields.Entries
    if (!Array.isArray(value) || value.length === 0) {
      throw new ServiceFault('EmptyBatchRequest', 'There should be at least one entry in the request.')
    }
    if (value.length > 10) {
      throw new ServiceFault('TooManyEntriesInBatchRequest', `Maximum number of entries per request are 10. You have sent ${value.length}.`)
    }
    const ids = new Set<string>()
    return value.map((item, index) => {
      const input = SqsInput.of(item, `Entries.${index}`)
      const id = input.text('Id')
      if (!/^[A-Za-z0-9_-]{1,80}$/.test(id)) {
        throw new ServiceFault(
          'InvalidBatchEntryId',
          `A batch entry id can only contain alphanumeric characters, hyphens and underscores: ${id}`,
        )
      }
      if (ids.has(id)) throw new ServiceFault('BatchEntryIdsNotDistinct', `Id ${id} repeated.`)
      ids.add(id)
      return { id, input }
    })
  }
}
