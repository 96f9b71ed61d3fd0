import { describe, expect, it } from 'vitest'
import { Ledger } from '../../../../../client/runner/ledger/ledger.ts'
import type { LedgerCommand } from '../../../../../client/runner/ledger/ledger-protocol.ts'
import { StatusType } from '../../../../../contract/status.ts'
import type { TrialResult } from '../../../../../contract/trial-result.ts'
import { resultOf } from '../../../../support/in-memory-transport.ts'

const OPTIONS = { lostWorkerRetries: 1, patienceMs: 5_000, startAllowanceMs: 10_000, resultAllowanceMs: 1_000, resumeAllowanceMs: 2_000 }
const LIMIT_MS = 60_000
const LEASE_MS = 71_000

const invokes = (commands: readonly LedgerCommand[]) =>
  commands.flatMap((command) => (command.type === 'invoke' ? [`${command.trial}-${command.attempt}`] : []))
const delivered = (commands: readonly LedgerCommand[]) =>
  commands.flatMap((command) => (command.type === 'deliver' ? [`${command.trial}-${command.ending.attempt} by ${command.ending.by}`] : []))

function submit(ledger: Ledger, trial: number, now: number, kind = 'a'): void {
  ledger.handle({ type: 'submitted', trial, timeLimitMs: LIMIT_MS, kind, now })
  ledger.handle({ type: 'accepted', trial, attempt: 1, now })
}
const finish = (ledger: Ledger, trial: number, now: number, changes: Partial<TrialResult> = {}) =>
  ledger.handle({ type: 'result', result: resultOf({ run: 'run', trial: trial, attempt: 1 }, changes), receipt: 'r', now })
const tick = (ledger: Ledger, now: number) => ledger.handle({ type: 'tick', now })

/** Trials 0, 1, 2 took 500 ms; trial 3 goes out at 1,000; three times the median are over at 2,500. */
function withSlowOne({
  stragglerFactor = 3,
  limit = 2,
}: {
  readonly stragglerFactor?: number | null
  readonly limit?: number
} = {}): Ledger {
  const ledger = new Ledger({ ...OPTIONS, stragglerFactor })
  ledger.handle({ type: 'limit', limit, now: 0 })
  for (const trial of [0, 1, 2]) {
    submit(ledger, trial, 0)
    finish(ledger, trial, 500)
  }
  submit(ledger, 3, 1_000)
  return ledger
}

describe('a trial that takes much longer than others of its kind', () => {
  it('is sent a second time while a worker is free, once', () => {
    const ledger = withSlowOne()
    expect(invokes(tick(ledger, 2_500))).toEqual([])
    expect(invokes(tick(ledger, 3_600))).toEqual(['3-2'])
    expect([ledger.inFlight, ledger.free, ledger.copies]).toEqual([2, 0, 1])
    ledger.handle({ type: 'accepted', trial: 3, attempt: 2, now: 3_600 })
    expect(invokes(tick(ledger, 9_000))).toEqual([])
  })

  it('is left alone by default, while others wait for a worker, and while none is free', () => {
    expect(invokes(tick(withSlowOne({ stragglerFactor: null }), 9_000))).toEqual([])
    expect(invokes(tick(withSlowOne({ limit: 1 }), 9_000))).toEqual([])
    const ledger = withSlowOne()
    submit(ledger, 4, 3_000)
    ledger.handle({ type: 'submitted', trial: 5, timeLimitMs: LIMIT_MS, now: 3_100 })
    expect(invokes(finish(ledger, 4, 9_000))).toEqual(['5-1'])
  })

  it('is not slow beside those of another kind, nor while too few of its own are known', () => {
    const ledger = withSlowOne({ limit: 4 })
    submit(ledger, 4, 1_000, 'another')
    expect(invokes(tick(ledger, 3_600))).toEqual(['3-2'])
  })

  it('leaves a worker that has just become free to whoever has a new trial', () => {
    const ledger = withSlowOne()
    submit(ledger, 4, 1_000)
    expect(invokes(finish(ledger, 4, 9_000))).toEqual([])
    expect(invokes(tick(ledger, 9_199))).toEqual([])
    expect(invokes(tick(ledger, 9_200))).toEqual(['3-2'])
  })

  it.each([
    { first: 1, last: 2 },
    { first: 2, last: 1 },
  ])('ends with whichever comes first: attempt $first', ({ first, last }) => {
    const ledger = withSlowOne()
    tick(ledger, 3_600)
    ledger.handle({ type: 'accepted', trial: 3, attempt: 2, now: 3_600 })
    expect(delivered(finish(ledger, 3, 4_000, { attempt: first }))).toEqual([`3-${first} by result`])
    expect([ledger.unfinished, ledger.inFlight, ledger.free]).toEqual([0, 1, 1])
    expect(delivered(finish(ledger, 3, 4_100, { attempt: last }))).toEqual([])
    expect([ledger.inFlight, ledger.free, ledger.duplicates]).toEqual([0, 2, 1])
  })

  it.each([1, 2])('waits for the other when attempt %i loses its worker, which costs no retry', (attempt) => {
    const ledger = withSlowOne()
    tick(ledger, 3_600)
    ledger.handle({ type: 'accepted', trial: 3, attempt: 2, now: 3_600 })
    const lost = { attempt, status: StatusType.CRASHED, cost: null, retryable: true }
    expect(finish(ledger, 3, 4_000, lost).map(({ type }) => type)).toEqual(['acknowledge'])
    expect(ledger.inFlight).toBe(1)
    const left = 3 - attempt
    expect(invokes(finish(ledger, 3, 4_100, { ...lost, attempt: left }))).toEqual(['3-3'])
    expect(ledger.inFlight).toBe(1)
  })

  it('does without the second attempt when the platform does not take it', () => {
    const ledger = withSlowOne()
    tick(ledger, 3_600)
    ledger.handle({ type: 'refused', trial: 3, attempt: 2, error: new Error('no'), transient: false, now: 3_700 })
    expect([ledger.unfinished, ledger.inFlight]).toEqual([1, 1])
    expect(delivered(finish(ledger, 3, 4_000))).toEqual(['3-1 by result'])
    expect([ledger.inFlight, ledger.free]).toEqual([0, 2])
  })

  it('ends with the later lease when neither is heard of', () => {
    const ledger = withSlowOne()
    tick(ledger, 3_600)
    ledger.handle({ type: 'accepted', trial: 3, attempt: 2, now: 3_600 })
    tick(ledger, 1_000 + LEASE_MS)
    expect(ledger.inFlight).toBe(1)
    expect(invokes(tick(ledger, 3_600 + LEASE_MS))).toEqual(['3-3'])
    expect(delivered(tick(ledger, 3_600 + 2 * LEASE_MS))).toEqual(['3-3 by ledger'])
    expect(ledger.inFlight).toBe(0)
  })

  it('keeps both workers when it is cancelled, until they answer', () => {
    const ledger = withSlowOne()
    tick(ledger, 3_600)
    ledger.handle({ type: 'cancelled', reason: 'enough', now: 3_700 })
    expect([ledger.unfinished, ledger.inFlight, ledger.free]).toEqual([0, 2, 0])
    finish(ledger, 3, 3_800)
    finish(ledger, 3, 3_900, { attempt: 2 })
    expect([ledger.inFlight, ledger.free]).toEqual([0, 2])
  })
})

describe('a target that throws', () => {
  const thrown = { status: StatusType.CRASHED, cost: null }

  it('is tried again only when that was asked for, so often', () => {
    const once = new Ledger({ ...OPTIONS, crashRetries: 1 })
    const never = new Ledger(OPTIONS)
    for (const ledger of [once, never]) {
      ledger.handle({ type: 'limit', limit: 2, now: 0 })
      submit(ledger, 0, 0)
    }
    expect(delivered(finish(never, 0, 10, thrown))).toEqual(['0-1 by result'])
    expect(invokes(finish(once, 0, 10, thrown))).toEqual(['0-2'])
    expect(delivered(finish(once, 0, 11, thrown))).toEqual([])
    once.handle({ type: 'accepted', trial: 0, attempt: 2, now: 12 })
    expect(delivered(finish(once, 0, 20, { ...thrown, attempt: 2 }))).toEqual(['0-2 by result'])
  })
})
