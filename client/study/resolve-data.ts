import { StudyError } from './study-error.ts'

/** A study's data: the value itself, or what its function gives. @throws StudyError when the function throws, with its error as the cause */
export async function resolveData(where: string, data: unknown): Promise<unknown> {
  if (typeof data !== 'function') return data
  try {
    return await data()
  } catch (cause) {
    const error = new StudyError(where, 'data', `the function threw: ${cause instanceof Error ? cause.message : String(cause)}`)
    error.cause = cause
    throw error
  }
}
