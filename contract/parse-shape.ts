import * as v from 'valibot'
import { ShapeError } from './errors.ts'

/** Parses with a valibot schema; the first issue becomes one ShapeError that names the place. */
export function parseShape<S extends v.GenericSchema>(what: string, schema: S, value: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value, { abortEarly: true })
  if (parsed.success) return parsed.output
  const issue = parsed.issues[0]
  const expected = issue.expected ?? issue.message
  throw new ShapeError(what, v.getDotPath(issue) ?? '', expected, issue.input)
}
