import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { commandLine } from '../../../../client/cli/command-line.ts'
import { type Clock, systemClock } from '../../../../client/runner/clock.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'
import { FakeStream } from './fake-stream.ts'

const run = (...args: string[]) => runAt(new VirtualClock(), ...args)

async function runAt(clock: Clock, ...args: string[]) {
  const stdout = new FakeStream()
  const stderr = new FakeStream()
  const signals = new EventEmitter()
  const exit = (): void => {}
  const code = await commandLine(args, {
    stdout,
    stderr,
    env: {},
    directory: import.meta.dirname,
    signals,
    exit,
    onExit: () => exit,
    onIdle: () => exit,
    clock,
  })
  return { code, stdout: stdout.text, stderr: stderr.text }
}

test.each([
  [['run', 'nosuch.ts'], 'error: nosuch.ts: there is no such file'],
  [
    ['run', 'command-line.test.ts', '--max-cost', '-1'],
    "option '--max-cost <usd>' argument '-1' is invalid. expected a number of US dollars above 0.",
  ],
  [['run', 'command-line.test.ts', '--trials', '0'], "option '--trials <n>' argument '0' is invalid. expected an integer of at least 1."],
  [['run', 'command-line.test.ts', '--workers', 'two'], 'expected an integer of at least 1.'],
  [['run', 'command-line.test.ts', '--wrokers', '2'], "unknown option '--wrokers'\n(Did you mean --workers?)"],
  [['run', 'a.ts', '--stack', 'mine'], 'error: --stack and --region name a deployed stack: add --on aws'],
  [['run', 'a.ts', '--on', 'moon'], 'Allowed choices are local, aws.'],
  [['run'], "missing required argument 'study'"],
  [['run', 'a.ts', 'b.ts'], 'too many arguments'],
  [['fly'], "unknown command 'fly'"],
  [[], 'Usage: trialfan'],
])('%o is wrong use: one clear message on stderr, nothing on stdout, 2', async (args, message) => {
  expect(await run(...args)).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(message) })
})

test('--help and --version are no errors', async () => {
  expect(await run('--version')).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' })
  expect(await run('run', '--help')).toEqual({ code: 0, stdout: expect.stringContaining('--workers <n>'), stderr: '' })
})

test('doctor looks at this machine when no stack is named, and runs real trials', async () => {
  const { code, stdout, stderr } = await runAt(systemClock, 'doctor')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^✓ node +\d+\.\d+\.\d+\n/)
  expect(stdout).toMatch(/\n✓ second trial +-?\d+ ms: invoke/)
})
