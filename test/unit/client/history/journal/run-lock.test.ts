import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockOwner, RunLock } from '../../../../../client/history/journal/run-lock.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

let folder = ''
let path = ''
const clock = new VirtualClock(Date.now())

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trialfan-lock-'))
  path = join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the second who wants it gets an error that names the first; when the first is done, it is free', () => {
  const first = new RunLock(path, clock)
  expect(() => new RunLock(path, clock)).toThrow(
    expect.objectContaining({
      code: 'RUN_LOCKED',
      message: expect.stringContaining(`process ${process.pid} has been working on this run since`),
    }),
  )
  expect(lockOwner(path, clock.now())).toMatchObject({ pid: process.pid, host: hostname() })
  first[Symbol.dispose]()
  expect(existsSync(path)).toBe(false)
  new RunLock(path, clock)[Symbol.dispose]()
})

test('the lock of a process that died is taken over', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  writeFileSync(path, JSON.stringify({ pid: child.pid, host: hostname(), since: clock.now(), processStart: null }))
  expect(lockOwner(path, clock.now())).toBeNull()
  new RunLock(path, clock)[Symbol.dispose]()
})

test.runIf(existsSync('/proc/self/stat'))('a later process with the same number is not taken for the owner', () => {
  writeFileSync(path, JSON.stringify({ pid: process.pid, host: hostname(), since: clock.now(), processStart: '1' }))
  new RunLock(path, clock)[Symbol.dispose]()
})

test('the lock of another machine counts while it is touched', () => {
  writeFileSync(path, JSON.stringify({ pid: 1, host: 'elsewhere', since: clock.now(), processStart: null }))
  expect(() => new RunLock(path, clock)).toThrow(/process 1 on elsewhere .* or remove .* when that machine is gone/)
  const later = new VirtualClock(Date.now() + 120_000)
  new RunLock(path, later)[Symbol.dispose]()
})

test.each(['', 'null', '{"pid":-1}', '{"pid":"1","host":3}', '[]'])('a lock with nonsense in it (%s) is taken over', (content) => {
  writeFileSync(path, content)
  new RunLock(path, clock)[Symbol.dispose]()
  expect(existsSync(path)).toBe(false)
})
