import picocolors from 'picocolors'

type Colors = ReturnType<typeof picocolors.createColors>

/** The part of a writable stream that a terminal needs; `process.stdout` and `process.stderr` have it. */
export interface OutputStream {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  write(text: string): unknown
  on(event: 'resize', listener: () => void): unknown
  off(event: 'resize', listener: () => void): unknown
}

/** One output stream, and what it can show. */
export interface Terminal {
  readonly stream: OutputStream
  /** True when lines can be painted over: a terminal that is not dumb. */
  readonly isLive: boolean
  readonly colors: Colors
}

/** NO_COLOR (no-color.org) and FORCE_COLOR win over what the stream can do. */
export function terminal(stream: OutputStream, env: Readonly<Record<string, string | undefined>>): Terminal {
  const isLive = stream.isTTY === true && env.TERM !== 'dumb'
  const hasColors = (env.NO_COLOR ?? '') === '' && (isLive || !['', '0', undefined].includes(env.FORCE_COLOR))
  return { stream, isLive, colors: picocolors.createColors(hasColors) }
}
