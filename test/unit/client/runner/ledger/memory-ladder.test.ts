import { describe, expect, it } from 'vitest'
import { Ledger } from '../../../../../client/runner/ledger/ledger.ts'
import type { LedgerCommand } from '../../../../../client/runner/ledger/ledger-protocol.ts'
import { StatusType } from '../../../../../contract/status.ts'
import { type TrialResult, WORKER_KILLED } from '../../../../../contract/trial-result.ts'
import { resultOf } from '../../../../support/in-memory-transport.ts'

const OPTIONS = {
  lostWorkerRetries: 1,
  patienceMs: 5_000,
  startAllowanceMs: 10_000,
  resultAllowanceMs: 1_000,
  resumeAllowanceMs: 2_000,
  largestSize: 2,
}
const out: Partial<TrialResult> = { status: StatusType.MEMORYOUT, cost: null }

function submitted(): Ledger {
  const ledger = new Ledger(OPTIONS)
  ledger.handle({ type: 'limit', limit: 1, now: 0 })
  ledger.handle({ type: 'submitted', trial: 0, timeLimitMs: 4_000, now: 0 })
  return ledger
}
function answer(ledger: Ledger, attempt: number, changes: Partial<TrialResult>): readonly LedgerCommand[] {
  const result = resultOf({ run: 'run', trial: 0, attempt }, changes)
  return ledger.handle({ type: 'result', result, receipt: `r${attempt}`, now: attempt * 100 }).filter(({ type }) => type !== 'acknowledge')
}
const invoke = (attempt: number, size: number, now: number) => ({ type: 'invoke', trial: 0, attempt, size, notAfter: now + 10_000 })

describe('memory that runs out', () => {
  it('sends the trial up, size by size, and ends it on the largest', () => {
    const ledger = submitted()
    expect(answer(ledger, 1, out)).toContainEqual(invoke(2, 1, 100))
    expect(answer(ledger, 2, out)).toContainEqual(invoke(3, 2, 200))
    expect(ledger.inFlight).toBe(1)
    const last = answer(ledger, 3, out)
    expect(last).toMatchObject([{ type: 'deliver', ending: { by: 'result', attempt: 3, result: { status: StatusType.MEMORYOUT } } }])
    expect(ledger).toMatchObject({ inFlight: 0, unfinished: 0, retries: 2 })
  })

  it('on a smaller worker is told once: the same result again does not end the trial', () => {
    const ledger = submitted()
    answer(ledger, 1, out)
    expect(answer(ledger, 1, out)).toEqual([])
    expect(ledger).toMatchObject({ duplicates: 1, unfinished: 1 })
    expect(answer(ledger, 2, {})).toMatchObject([{ type: 'deliver', ending: { attempt: 2 } }])
  })

  it('of an attempt that was given up says nothing of the present one', () => {
    const ledger = submitted()
    ledger.handle({ type: 'accepted', trial: 0, attempt: 1, now: 0 })
    expect(ledger.handle({ type: 'tick', now: 15_000 })).toMatchObject([{ type: 'invoke', attempt: 2 }, { type: 'timer' }])
    expect(answer(ledger, 1, out)).toEqual([])
    expect(answer(ledger, 2, out)).toMatchObject([{ type: 'invoke', attempt: 3, size: 1 }, { type: 'timer' }])
  })

  it('and a lost worker are counted apart; a trial that is tried again stays on the size it has reached', () => {
    const ledger = submitted()
    answer(ledger, 1, out)
    const lost = { status: StatusType.CRASHED, cost: null, retryable: true } as const
    expect(answer(ledger, 2, lost)).toContainEqual(invoke(3, 1, 200))
    expect(answer(ledger, 3, out)).toContainEqual(invoke(4, 2, 300))
    expect(answer(ledger, 4, lost)).toMatchObject([{ type: 'deliver', ending: { result: { status: StatusType.CRASHED } } }])
  })

  it('may be why a worker was killed a second time, though nothing says so', () => {
    const ledger = submitted()
    const killed = { status: StatusType.CRASHED, cost: null, retryable: true, info: { errorCode: WORKER_KILLED } } as const
    expect(answer(ledger, 1, killed)).toMatchObject([{ type: 'admit' }, { type: 'invoke', attempt: 2 }])
    expect(answer(ledger, 2, killed)).toContainEqual(invoke(3, 1, 200))
    expect(answer(ledger, 3, killed)).toContainEqual(invoke(4, 2, 300))
    expect(answer(ledger, 4, killed)).toMatchObject([{ type: 'deliver', ending: { result: { status: StatusType.CRASHED } } }])
  })
})
