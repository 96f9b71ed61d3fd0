import { fileURLToPath } from 'node:url'

/** This library's folder, as it stands in stack traces: as a URL, and as a path. */
const LIBRARY = [new URL('../../', import.meta.url).href, fileURLToPath(new URL('../../', import.meta.url))]
/** Node, the SDK, and the reader of the command line, which stands below everything that the command does. */
const OUTSIDE = /node:|[/\\]node_modules[/\\](commander|@aws-sdk|@smithy)[/\\]/
const OWN_FOLDERS = /^(client|contract|execution|functions)\//

/** The lines of an error's stack that lie in the user's files: not in trialfan, not in what called it, not in Node. */
export function userFrames(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line) && !OUTSIDE.test(line))
  const first = lines.findIndex((line) => !isOwn(line))
  if (first === -1) return []
  const length = lines.slice(first).findIndex(isOwn)
  return lines.slice(first, length === -1 ? undefined : first + length)
}

function isOwn(line: string): boolean {
  return LIBRARY.some((library) => {
    const start = line.indexOf(library)
    return start !== -1 && OWN_FOLDERS.test(line.slice(start + library.length))
  })
}
