import { appendFileSync, copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { JournalError } from '../../../../../client/history/journal/journal-error.ts'
import { JournalFile } from '../../../../../client/history/journal/journal-file.ts'
import { writeLine } from '../../../../../client/history/journal/journal-line.ts'
import type { JournalEntry, JournalRecord } from '../../../../../client/history/journal/journal-record.ts'
import { type JournalEnd, readJournal } from '../../../../../client/history/journal/read-journal.ts'
import { StatusType } from '../../../../../contract/status.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

let folder = ''
let path = ''
const clock = new VirtualClock()

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trialfan-journal-'))
  path = join(folder, 'journal.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true }))

const ended = (trial: number, note = ''): JournalEntry => ({
  type: 'ended',
  trial,
  value: {
    status: StatusType.CRASHED,
    cost: [1.5, 'Infinity'],
    runtimeMs: 3,
    cpuTimeMs: 2,
    startedAt: 5,
    endedAt: 8,
    attempt: 1,
    worker: null,
    additionalInfo: { note },
  },
})
const ENTRIES: readonly JournalEntry[] = [
  {
    type: 'asked',
    want: 2,
    times: 1,
    trials: [{ configuration: { x: 0.1, s: 'ü\n"', b: true, n: null }, instance: 'i', seed: 1, budget: 2 }],
  },
  { type: 'sent', trial: 0, wire: 0, attempt: 1 },
  ended(0, 'x'.repeat(30)),
  { type: 'told', trial: 0 },
  { type: 'cancelled', reason: 'enough' },
]

function write(entries: readonly JournalEntry[], from = { bytes: 0, records: 0 }): void {
  const file = new JournalFile({ path, clock, ...from })
  for (const entry of entries) file.append(entry)
  file.close()
}

function read(): { readonly records: readonly JournalRecord[]; readonly end: JournalEnd } {
  const records: JournalRecord[] = []
  const journal = readJournal(path)
  for (;;) {
    const step = journal.next()
    if (step.done === true) return { records, end: step.value }
    records.push(step.value)
  }
}

const withoutCommon = (records: readonly JournalRecord[]): unknown[] => records.map(({ n, at, ...entry }) => entry)

test('what was appended is read again, one line a record, numbered and dated', () => {
  write(ENTRIES)
  const { records, end } = read()
  expect(withoutCommon(records)).toEqual(ENTRIES)
  expect(records.map(({ n, at }) => [n, at])).toEqual(ENTRIES.map((_, n) => [n, 1_000_000]))
  const text = readFileSync(path, 'utf8')
  expect(text.trimEnd().split('\n')).toHaveLength(ENTRIES.length)
  expect(text.split('\n')[1]).toMatch(/^[0-9a-f]{8} \{"n":1,"at":1000000,"type":"sent","trial":0,"wire":0,"attempt":1\}$/)
  expect(end).toEqual({ bytes: Buffer.byteLength(text), records: ENTRIES.length, tornBytes: 0 })
})

test('cut anywhere, it gives the whole records before the cut, and goes on behind them', () => {
  write(ENTRIES)
  const whole = readFileSync(path)
  const copy = join(folder, 'whole')
  copyFileSync(path, copy)
  for (let length = 0; length <= whole.length; length += 3) {
    copyFileSync(copy, path)
    truncateSync(path, length)
    const { records, end } = read()
    const lines = whole.subarray(0, length).toString('utf8').split('\n').length - 1
    expect(withoutCommon(records)).toEqual(ENTRIES.slice(0, lines))
    expect(end.bytes + end.tornBytes).toBe(length)
    if (length % 97 !== 0) continue
    write([{ type: 'told', trial: 7 }], end)
    expect(withoutCommon(read().records)).toEqual([...ENTRIES.slice(0, lines), { type: 'told', trial: 7 }])
  }
})

test('a tail of zeros, as a machine without power leaves it, is torn', () => {
  write(ENTRIES)
  appendFileSync(path, Buffer.alloc(5_000))
  expect(read()).toMatchObject({ records: { length: ENTRIES.length }, end: { tornBytes: 5_000 } })
})

describe('a damaged middle is an error with the line', () => {
  const lines = (): string[] => readFileSync(path, 'utf8').trimEnd().split('\n')
  const replace = (change: (lines: string[]) => string[]): void => writeFileSync(path, `${change(lines()).join('\n')}\n`)

  test.each<[string, (lines: string[]) => string[], number]>([
    ['a changed byte', (all) => all.map((line, at) => (at === 2 ? line.replace('xxx', 'xyx') : line)), 3],
    ['a line that was taken out', (all) => all.filter((_, at) => at !== 1), 2],
    ['a line that is there twice', (all) => [...all.slice(0, 2), ...all.slice(1)], 3],
    ['lines that changed places', (all) => [all[1] ?? '', all[0] ?? '', ...all.slice(2)], 1],
    ['an empty line', (all) => [...all.slice(0, 1), '', ...all.slice(1)], 2],
  ])('%s', (_, change, line) => {
    write(ENTRIES)
    replace(change)
    expect(read).toThrow(expect.objectContaining({ code: 'JOURNAL_DAMAGED', message: expect.stringContaining(`journal.jsonl:${line}: `) }))
  })

  test.each<[string, unknown, string]>([
    ['a record of an unknown type', { n: 0, at: 1, type: 'party' }, 'JOURNAL_DAMAGED'],
    ['a field too many', { n: 0, at: 1, type: 'told', trial: 1, more: 1 }, 'JOURNAL_DAMAGED'],
    ['a number that is none', { n: 0, at: 1, type: 'told', trial: 'one' }, 'JOURNAL_DAMAGED'],
    ['another format', { n: 0, at: 1, type: 'session', format: 2 }, 'JOURNAL_FORMAT'],
  ])('%s, although its checksum is right', (_, record, code) => {
    writeFileSync(path, writeLine(JSON.stringify(record)))
    expect(read).toThrow(expect.objectContaining({ code, message: expect.stringContaining('journal.jsonl:1: ') }))
  })
})

test('whatever bytes change: a beginning of the records as they were, or an error with the line; nothing else', () => {
  write(ENTRIES)
  const whole = readFileSync(path)
  const change = fc.record({ at: fc.nat({ max: whole.length - 1 }), cut: fc.nat({ max: 40 }), put: fc.uint8Array({ maxLength: 40 }) })
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      let bytes: Buffer = whole
      for (const { at, cut, put } of changes) bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)])
      writeFileSync(path, bytes)
      try {
        const { records } = read()
        expect(withoutCommon(records)).toEqual(ENTRIES.slice(0, records.length))
      } catch (error) {
        expect(error).toBeInstanceOf(JournalError)
      }
    }),
    { numRuns: Number(process.env.TRIALFAN_FUZZ_RUNS ?? 300) },
  )
})

test('hostile records with right checksums change no prototype', () => {
  const record = `{"n":0,"at":1,"type":"asked","want":1,"times":1,"trials":[{"configuration":{"__proto__":1,"constructor":2,"x":1}}]}`
  writeFileSync(path, writeLine(record))
  const [first] = read().records
  expect(first).toMatchObject({ trials: [{ configuration: { x: 1 } }] })
  expect(Object.getPrototypeOf((first as { trials: { configuration: object }[] }).trials[0]?.configuration)).toBe(Object.prototype)
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
})

test.runIf(existsSync('/dev/full'))('a full disk is an error that says so, at once and at every later call', () => {
  const file = new JournalFile({ path: '/dev/full', clock, bytes: 0, records: 0 })
  file.append({ type: 'told', trial: 1 })
  const full = expect.objectContaining({
    code: 'JOURNAL_WRITE',
    message: expect.stringContaining('the disk is full: make room, then resume the run'),
  })
  expect(() => file.flush()).toThrow(full)
  expect(() => file.append({ type: 'told', trial: 2 })).toThrow(full)
  file.close()
})

test('what nobody flushes is written with the end of the turn', async () => {
  const file = new JournalFile({ path, clock, bytes: 0, records: 0 })
  file.append({ type: 'told', trial: 1 })
  expect(readFileSync(path, 'utf8')).toBe('')
  await Promise.resolve()
  expect(read().records).toHaveLength(1)
  await clock.advance(1_000)
  file.close()
})
