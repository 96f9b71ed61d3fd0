const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
const EXPECTED = "a script's data: expected a record of files, texts and numbers"

/**
 * Scattered data as a script gets it: the record's files, texts and numbers as environment variables, `TRIALFAN_<name>` each.
 * A file is its path; on a worker it may be executed.
 * @throws TypeError for what no variable can hold
 */
export function dataVariables(data: unknown): Readonly<Record<string, string>> {
  if (data === undefined) return {}
  if (
    typeof data !== 'object' ||
    data === null ||
    (Object.getPrototypeOf(data) !== Object.prototype && Object.getPrototypeOf(data) !== null)
  )
    throw new TypeError(`${EXPECTED}, got ${typeof data === 'object' ? (data?.constructor.name ?? 'null') : typeof data}`)
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [`TRIALFAN_${name}`, variable(name, value)]))
}

function variable(name: string, value: unknown): string {
  if (!NAME.test(name)) throw new TypeError(`${EXPECTED}; no environment variable can have the name ${JSON.stringify(name)}`)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value)
  throw new TypeError(`${EXPECTED}, got another value as ${JSON.stringify(name)}: write it into a file and scatter that with file()`)
}
