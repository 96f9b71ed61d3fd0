#!/usr/bin/env node
import process from 'node:process'
import { createInterface } from 'node:readline'
import { steadyClock } from '../runner/clock.ts'
import { commandLine } from './command-line.ts'
import { EXIT_CODE } from './exit-code.ts'
import { tooOldNode } from './node-version.ts'

const tooOld = tooOldNode(process.versions.node)
if (tooOld !== null) {
  process.stderr.write(`${tooOld}\n`)
  process.exit(EXIT_CODE.wrongUse)
}

for (const stream of [process.stdout, process.stderr]) {
  // Whoever read the output has gone (`| head`): there is nobody left to run for.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT_CODE.failed)
    throw error
  })
}

function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  return new Promise((resolve) => {
    lines.once('close', () => resolve(''))
    lines.once('SIGINT', () => lines.close())
    lines.question(question, (answer) => {
      resolve(answer)
      lines.close()
    })
  })
}

const code = await commandLine(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  directory: process.cwd(),
  signals: process,
  exit: (exitCode) => process.exit(exitCode),
  onExit(listener) {
    process.on('exit', listener)
    return () => process.off('exit', listener)
  },
  onIdle(listener) {
    process.on('beforeExit', listener)
    return () => process.off('beforeExit', listener)
  },
  ...(process.stdin.isTTY && { ask }),
  clock: steadyClock,
})
// A handle that a study left open must not keep the command from ending; what was written goes out first.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)))
