import { describe } from '../../contract/errors.ts'
import type { Fault } from './fault.ts'

const MAX_MESSAGE = 8 * 1024
const MAX_TRACEBACK = 32 * 1024
const MAX_CAUSES = 5

/** The function that calls the target has this name; a traceback ends where it appears, so that it shows the user's own frames. */
const CALLER_NAME = 'trialfanCallsTarget'

/** Describes anything that was thrown, whatever it does when it is looked at. */
export function describeThrown(thrown: unknown): Fault {
  if (!isError(thrown)) {
    const what = attempt(() => describe(thrown)) ?? 'a value that cannot be described'
    return { error: cut(`threw ${what}, not an Error`, MAX_MESSAGE), errorType: thrown === null ? 'null' : typeof thrown, traceback: '' }
  }
  const message = text(thrown, 'message') ?? 'an error without a readable message'
  return {
    error: cut(message, MAX_MESSAGE),
    errorType: cut(text(thrown, 'name') ?? 'Error', 200),
    traceback: cut(traceback(thrown), MAX_TRACEBACK),
  }
}

function traceback(error: Error): string {
  const seen = new Set<unknown>()
  const stacks: string[] = []
  let next: unknown = error
  while (isError(next) && !seen.has(next) && seen.size < MAX_CAUSES) {
    const current: Error = next
    seen.add(current)
    stacks.push(ownFrames(text(current, 'stack') ?? ''))
    next = attempt(() => current.cause)
  }
  return stacks.join('\nCaused by: ')
}

function ownFrames(stack: string): string {
  const lines = stack.split('\n')
  const end = lines.findIndex((line) => line.includes(CALLER_NAME))
  return (end === -1 ? lines : lines.slice(0, end)).filter((line) => !isForeign(line)).join('\n')
}

/** Node's own frames, and those of the file that this is bundled into. */
const isForeign = (line: string): boolean => /^\s+at .*\bnode:/.test(line) || (/^\s+at /.test(line) && line.includes(import.meta.url))

/** A proxy may throw when its prototype is asked for. */
function isError(thrown: unknown): thrown is Error {
  return attempt(() => thrown instanceof Error) ?? false
}

function text(error: Error, key: 'message' | 'name' | 'stack'): string | null {
  return attempt(() => (typeof error[key] === 'string' ? error[key] : describe(error[key])))
}

function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

const cut = (value: string, length: number): string => (value.length > length ? `${value.slice(0, length)}…` : value)
