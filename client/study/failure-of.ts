import { NoWorkersError } from '../runner/errors.ts'
import type { StopCause } from './stop-reason.ts'

/** A run that ends because something threw. */
export function failureOf(error: unknown): StopCause {
  if (error instanceof NoWorkersError) return { kind: 'no-workers', error }
  return { kind: 'failed', error: error instanceof Error ? error : new Error(String(error), { cause: error }) }
}
