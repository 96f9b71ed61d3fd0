import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { TrialLog } from '../../../../execution/thread/trial-log.ts'

const record = (): { log: TrialLog; sent: string[] } => {
  const sent: string[] = []
  return { log: new TrialLog((text) => sent.push(text)), sent }
}

test('whole lines at once, the rest when it is flushed', () => {
  const { log, sent } = record()
  log.write('one\ntw')
  log.write('o\nthr')
  expect(sent).toEqual(['one', 'two'])
  log.flush()
  expect(sent).toEqual(['one', 'two', 'thr'])
  log.flush()
  expect(sent).toHaveLength(3)
})

test('head and tail of too much, and how much is missing', () => {
  const { log, sent } = record()
  const written = Array.from({ length: 100_000 }, (_, i) => `line ${i}\n`)
  for (const line of written) log.write(line)
  log.flush()
  const text = sent.join('\n')
  const [head, tail] = text.split(/\n… \d+ characters dropped …\n/)
  const dropped = Number(/… (\d+) characters/.exec(text)?.[1])
  expect(head!.startsWith('line 0\nline 1\n')).toBe(true)
  expect(tail!.endsWith('line 99998\nline 99999')).toBe(true)
  // The newline of the last line is not sent, the one before "…" was not written or ends the head.
  expect(Math.abs(head!.length + tail!.length + dropped - written.join('').length)).toBeLessThanOrEqual(2)
  expect(text.length).toBeLessThan(257 * 1024)
})

test('every trial has its own room', () => {
  const { log, sent } = record()
  log.write('x'.repeat(1_000_000))
  log.flush()
  sent.length = 0
  log.write('next\n')
  expect(sent).toEqual(['next'])
})

test('memory stays bounded however much is written in small pieces', () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const { log } = record()
  collect()
  const before = process.memoryUsage().heapUsed
  for (let i = 0; i < 1_000_000; i++) log.write(`a line of its own, number ${i}\n`)
  collect()
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(10 * 1024 * 1024)
  log.flush()
})
