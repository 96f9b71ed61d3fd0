import { TrialfanError } from '../../contract/errors.ts'
import type { Terminal } from './terminal.ts'
import { userFrames } from './user-frames.ts'

const MOST_FRAMES = 5
/** The reader of the command line, which stands below everything that the command does. */
const COMMANDER = /[/\\]node_modules[/\\]commander[/\\]/

/** An error for a person: the message; and where it came from, unless trialfan threw it on purpose and said so. */
export function errorLines(error: unknown, colors: Terminal['colors']): string[] {
  const message = error instanceof Error ? error.message : String(error)
  return [`${colors.red('error:')} ${message}`, ...frames(error).map((frame) => colors.dim(frame))]
}

function frames(error: unknown): readonly string[] {
  if (error instanceof TrialfanError) {
    const { cause } = error
    return cause instanceof Error && !(cause instanceof TrialfanError) ? userFrames(cause).slice(0, MOST_FRAMES) : []
  }
  if (!(error instanceof Error)) return []
  const ofUser = userFrames(error)
  // An error without a line of the user's is a defect of trialfan: then all lines matter, but for those below the command.
  const shown = ofUser.length > 0 ? ofUser : (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line) && !COMMANDER.test(line))
  return shown.slice(0, MOST_FRAMES)
}
