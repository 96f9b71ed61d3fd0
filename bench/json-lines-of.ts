import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface ProcessToMeasure {
  readonly command: string
  readonly arguments: readonly string[]
  readonly cwd: string
  readonly environment?: Readonly<Record<string, string>>
  readonly timeLimitMs: number
}

/** How much of a failed process's stderr an error repeats. */
const STDERR_CHARACTERS = 2_000

/** Runs a process to its end and merges the JSON objects that it prints, one a line. @throws Error with the tail of its stderr when it fails */
export async function jsonLinesOf(run: ProcessToMeasure): Promise<Record<string, unknown>> {
  const child = spawn(run.command, run.arguments, {
    cwd: run.cwd,
    env: { ...process.env, ...run.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: run.timeLimitMs,
    killSignal: 'SIGKILL',
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-STDERR_CHARACTERS)
  })
  const ended = once(child, 'close')
  ended.catch(() => {})
  const merged: Record<string, unknown> = {}
  const unread: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{')) Object.assign(merged, JSON.parse(line))
    else unread.push(line)
  }
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null]
  if (code === 0) return merged
  const how = signal === null ? `ended with code ${code}` : `was ended by ${signal} (it may take ${run.timeLimitMs} ms)`
  throw new Error(`${run.command} ${run.arguments.join(' ')} ${how}\n${[...unread.slice(-5), complaint].join('\n')}`)
}
