import { describe, expect, it } from 'vitest'
import { Ledger } from '../../../../../client/runner/ledger/ledger.ts'
import type { LedgerCommand } from '../../../../../client/runner/ledger/ledger-protocol.ts'
import { resultOf } from '../../../../support/in-memory-transport.ts'

const OPTIONS = { lostWorkerRetries: 1, patienceMs: 5_000, startAllowanceMs: 10_000, resultAllowanceMs: 1_000, resumeAllowanceMs: 2_000 }
const LIMIT_MS = 4_000
const LEASE_MS = 15_000
/** The earlier process sent at 0; this one begins an hour later. */
const HOUR = 3_600_000

function resumed(limit: number, trials: readonly { readonly sentAt: number | null; readonly isAccepted: boolean }[], now = HOUR): Ledger {
  const ledger = new Ledger({ ...OPTIONS, firstTrial: trials.length })
  ledger.handle({ type: 'limit', limit, now })
  for (const [trial, sent] of trials.entries())
    invokes(ledger.handle({ type: 'resumed', trial, attempt: 1, ...sent, timeLimitMs: LIMIT_MS, now }))
  return ledger
}
const tick = (ledger: Ledger, now: number) => ledger.handle({ type: 'tick', now })
const invokes = (commands: readonly LedgerCommand[]) =>
  commands.flatMap((command) => (command.type === 'invoke' ? [`${command.trial}-${command.attempt}`] : []))
const finish = (ledger: Ledger, trial: number, attempt: number, now: number) =>
  ledger.handle({ type: 'result', result: resultOf({ run: 'run', trial: trial, attempt: 1 }, { attempt }), receipt: 'r', now })

describe('a trial of an earlier process', () => {
  it('is not sent again before what lies in the queue was read, however long ago its lease ended', () => {
    const ledger = resumed(2, [{ sentAt: 0, isAccepted: true }])
    expect(invokes(tick(ledger, HOUR + 2_000))).toEqual([])
    expect(finish(ledger, 0, 1, HOUR + 2_001).map(({ type }) => type)).toContain('deliver')
    expect(ledger.retries).toBe(0)
  })

  it('is taken to be lost when it has still not been heard of then', () => {
    const ledger = resumed(2, [{ sentAt: 0, isAccepted: true }])
    expect(invokes(tick(ledger, HOUR + 2_002))).toEqual(['0-2'])
  })

  it('keeps its lease while it may still run', () => {
    const ledger = resumed(2, [{ sentAt: HOUR - 100, isAccepted: true }])
    expect(invokes(tick(ledger, HOUR - 100 + LEASE_MS - 1))).toEqual([])
    expect(invokes(tick(ledger, HOUR - 100 + LEASE_MS))).toEqual(['0-2'])
  })

  it('that nobody took, as far as is known, is sent again within seconds, which costs no retry', () => {
    const ledger = resumed(2, [{ sentAt: HOUR - 100, isAccepted: false }])
    expect(invokes(tick(ledger, HOUR + 2_001))).toEqual([])
    expect(invokes(tick(ledger, HOUR + 2_002))).toEqual(['0-2'])
    ledger.handle({ type: 'accepted', trial: 0, attempt: 2, now: HOUR + 2_010 })
    const lost = resultOf({ run: 'run', trial: 0, attempt: 1 }, { attempt: 2, retryable: true })
    expect(invokes(ledger.handle({ type: 'result', result: lost, receipt: 'r', now: HOUR + 2_100 }))).toEqual(['0-3'])
  })

  it('that was taken after all counts once: the later attempt keeps its worker to its end', () => {
    const ledger = resumed(1, [{ sentAt: HOUR - 100, isAccepted: false }])
    tick(ledger, HOUR + 2_002)
    expect(finish(ledger, 0, 1, HOUR + 2_100).map(({ type }) => type)).toContain('deliver')
    expect([ledger.unfinished, ledger.inFlight, ledger.free]).toEqual([0, 1, 0])
    expect(finish(ledger, 0, 2, HOUR + 2_200).map(({ type }) => type)).toEqual(['acknowledge'])
    expect([ledger.inFlight, ledger.duplicates]).toEqual([0, 1])
  })

  it('is waited for longer when there is more to be read', () => {
    const ledger = resumed(
      1_000,
      Array.from({ length: 1_000 }, () => ({ sentAt: 0, isAccepted: true })),
    )
    expect(invokes(tick(ledger, HOUR + 3_999))).toEqual([])
    expect(invokes(tick(ledger, HOUR + 4_000))).toHaveLength(1_000)
  })

  it('that was not sent, or whose queue is gone, is sent at once', () => {
    const ledger = new Ledger({ ...OPTIONS, firstTrial: 1 })
    ledger.handle({ type: 'limit', limit: 1, now: HOUR })
    const event = { type: 'resumed', trial: 0, attempt: 3, sentAt: null, isAccepted: false, timeLimitMs: LIMIT_MS, now: HOUR } as const
    expect(invokes(ledger.handle(event))).toEqual(['0-3'])
  })
})
