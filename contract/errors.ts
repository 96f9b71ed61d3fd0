/**
 * The base of every error that trialfan throws on purpose.
 * `code` is stable and fit for a `switch`; `details` holds the facts the message was made from.
 */
export class TrialfanError extends Error {
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: string, message: string, details: Readonly<Record<string, unknown>> = {}, options: { cause?: unknown } = {}) {
    super(message, options)
    this.name = new.target.name
    this.code = code
    this.details = details
  }
}

/** A message, object or option that does not have the agreed shape; `path` says where. */
export class ShapeError extends TrialfanError {
  readonly path: string

  constructor(what: string, path: string, expected: string, got: unknown) {
    super('SHAPE', `${what}: ${path === '' ? '' : `${path}: `}expected ${expected}, got ${describe(got)}`, { what, path, expected })
    this.path = path
  }
}

/** The other side speaks another version of the wire contract. */
export class ProtocolVersionError extends TrialfanError {
  readonly ours: number
  readonly theirs: number

  constructor(ours: number, theirs: number, mend: string) {
    super('PROTOCOL_VERSION', `protocol version ${theirs} met a side that speaks ${ours}: ${mend}`, { ours, theirs })
    this.ours = ours
    this.theirs = theirs
  }
}

// Also called in threads whose globals a target may have damaged since.
const { stringify } = JSON

/** A short, safe description of any value for an error message: its type, and the value when it is small. */
export function describe(value: unknown): string {
  if (value === null) return 'null'
  if (value === undefined) return 'undefined'
  switch (typeof value) {
    case 'string':
      return value.length > 60 ? `a string of ${value.length} characters` : `${stringify(value)} (string)`
    case 'number':
    case 'boolean':
      return `${value} (${typeof value})`
    case 'bigint':
      return `${value}n (bigint)`
    case 'symbol':
      return 'a symbol'
    case 'function':
      return `a function${value.name === '' ? '' : ` (${value.name})`}`
    default:
      if (Array.isArray(value)) return `an array of ${value.length}`
      return `an object (${Object.getPrototypeOf(value)?.constructor?.name ?? 'no prototype'})`
  }
}
