import { describe, expect, it } from 'vitest'
import { ImpossibleTransitionError } from '../../../../../client/runner/ledger/impossible-transition-error.ts'
import { Ledger } from '../../../../../client/runner/ledger/ledger.ts'
import type { LedgerCommand } from '../../../../../client/runner/ledger/ledger-protocol.ts'
import { StatusType } from '../../../../../contract/status.ts'
import type { TrialResult } from '../../../../../contract/trial-result.ts'
import { resultOf } from '../../../../support/in-memory-transport.ts'

const OPTIONS = { lostWorkerRetries: 1, patienceMs: 5_000, startAllowanceMs: 10_000, resultAllowanceMs: 1_000, resumeAllowanceMs: 2_000 }
const LIMIT_MS = 4_000
/** Invoke at 0: the latest start, the trial's time, the result's way. */
const LEASE_MS = 15_000

function open(limit = 2): Ledger {
  const ledger = new Ledger(OPTIONS)
  ledger.handle({ type: 'limit', limit, now: 0 })
  return ledger
}

const submit = (ledger: Ledger, trial: number, now = 0) => ledger.handle({ type: 'submitted', trial, timeLimitMs: LIMIT_MS, now })
const accept = (ledger: Ledger, trial: number, attempt = 1, now = 0) => ledger.handle({ type: 'accepted', trial, attempt, now })
const finish = (ledger: Ledger, trial: number, changes: Partial<TrialResult> = {}, now = 100) =>
  ledger.handle({ type: 'result', result: resultOf({ run: 'run', trial: trial, attempt: 1 }, changes), receipt: `r${trial}`, now })

const lost: Partial<TrialResult> = { status: StatusType.CRASHED, cost: null, retryable: true }
const kinds = (commands: readonly LedgerCommand[]) => commands.map((command) => command.type)
const ofType = <T extends LedgerCommand['type']>(commands: readonly LedgerCommand[], type: T) =>
  commands.filter((command): command is LedgerCommand & { type: T } => command.type === type)

describe('a trial, from submission to its one end', () => {
  it('is invoked when there is room, admitted when accepted, delivered when its result comes', () => {
    const ledger = open()
    expect(submit(ledger, 0)).toEqual([
      { type: 'invoke', trial: 0, attempt: 1, notAfter: 10_000 },
      { type: 'timer', at: LEASE_MS },
    ])
    expect(ledger.inFlight).toBe(1)
    expect(accept(ledger, 0)).toEqual([
      { type: 'note accepted', trial: 0, attempt: 1 },
      { type: 'admit', trial: 0 },
    ])
    const commands = finish(ledger, 0)
    expect(kinds(commands)).toEqual(['deliver', 'acknowledge'])
    expect(ofType(commands, 'deliver')[0]?.ending).toMatchObject({ by: 'result', attempt: 1 })
    expect([ledger.inFlight, ledger.unfinished, ledger.free]).toEqual([0, 0, 2])
  })

  it('waits while all workers are taken, and never has more in flight than the window', () => {
    const ledger = open(2)
    submit(ledger, 0)
    submit(ledger, 1)
    expect(kinds(submit(ledger, 2))).toEqual([])
    expect([ledger.inFlight, ledger.free]).toEqual([2, 0])
    accept(ledger, 0)
    expect(ofType(finish(ledger, 0), 'invoke')).toMatchObject([{ trial: 2 }])
  })

  it('is admitted by its result when that overtakes the answer to the invoke', () => {
    const ledger = open()
    submit(ledger, 0)
    expect(kinds(finish(ledger, 0))).toEqual(['admit', 'deliver', 'acknowledge'])
    expect(accept(ledger, 0)).toEqual([])
    expect(ledger.inFlight).toBe(0)
  })

  it('is counted once, however often its result is delivered', () => {
    const ledger = open()
    submit(ledger, 0)
    accept(ledger, 0)
    finish(ledger, 0)
    expect(kinds(finish(ledger, 0))).toEqual(['acknowledge'])
    expect(ledger.duplicates).toBe(1)
  })

  it('tells its story when something happens that cannot', () => {
    const ledger = open()
    submit(ledger, 0)
    accept(ledger, 0)
    expect(() => accept(ledger, 0)).toThrow(ImpossibleTransitionError)
    expect(() => accept(ledger, 0)).toThrow(/0 submitted; 0 invoke, attempt 1; 0 accepted/)
    expect(() => accept(ledger, 7)).toThrow(/never submitted/)
  })
})

describe('a lost worker', () => {
  it('is tried again at once, with the next attempt number', () => {
    const ledger = open()
    submit(ledger, 0)
    accept(ledger, 0)
    const commands = finish(ledger, 0, lost)
    expect(ofType(commands, 'invoke')).toMatchObject([{ trial: 0, attempt: 2 }])
    expect(kinds(commands)).not.toContain('deliver')
    accept(ledger, 0, 2)
    expect(ofType(finish(ledger, 0, { attempt: 2 }), 'deliver')[0]?.ending).toMatchObject({ attempt: 2 })
    expect(ledger.retries).toBe(1)
  })

  it('becomes the trial’s end when the retries are used up', () => {
    const ledger = open()
    submit(ledger, 0)
    accept(ledger, 0)
    finish(ledger, 0, lost)
    accept(ledger, 0, 2)
    expect(ofType(finish(ledger, 0, { ...lost, attempt: 2 }), 'deliver')[0]?.ending).toMatchObject({ by: 'result', attempt: 2 })
  })

  it('that said nothing is found by the lease', () => {
    const ledger = open()
    submit(ledger, 0)
    accept(ledger, 0)
    expect(kinds(ledger.handle({ type: 'tick', now: LEASE_MS - 1 }))).toEqual(['timer'])
    expect(ofType(ledger.handle({ type: 'tick', now: LEASE_MS }), 'invoke')).toMatchObject([{ attempt: 2 }])
    accept(ledger, 0, 2, LEASE_MS)
    const [end] = ofType(ledger.handle({ type: 'tick', now: 2 * LEASE_MS }), 'deliver')
    expect(end?.ending).toMatchObject({ by: 'ledger', code: 'lost', attempt: 2 })
  })

  it('whose invoke is not answered is found by the lease too; the answer says nothing any more', () => {
    const ledger = open()
    submit(ledger, 0)
    expect(ofType(ledger.handle({ type: 'tick', now: LEASE_MS }), 'invoke')).toMatchObject([{ attempt: 2 }])
    expect(accept(ledger, 0, 1, LEASE_MS)).toEqual([])
    expect(ofType(ledger.handle({ type: 'tick', now: 2 * LEASE_MS }), 'deliver')[0]?.ending).toMatchObject({ code: 'lost', attempt: 2 })
    expect(ledger.inFlight).toBe(0)
  })

  it('of an earlier attempt says nothing of the present one, but its success counts', () => {
    const ledger = open()
    submit(ledger, 0)
    accept(ledger, 0)
    ledger.handle({ type: 'tick', now: LEASE_MS })
    accept(ledger, 0, 2, LEASE_MS)
    expect(kinds(finish(ledger, 0, { ...lost, attempt: 1 }, LEASE_MS))).toEqual(['acknowledge'])
    expect(kinds(finish(ledger, 0, { attempt: 1 }, LEASE_MS))).toEqual(['deliver', 'acknowledge'])
  })
})

describe('an earlier attempt', () => {
  it('that ends the trial leaves the present one its worker, until that answers or its lease ends', () => {
    const ledger = open(1)
    submit(ledger, 0)
    accept(ledger, 0)
    ledger.handle({ type: 'tick', now: LEASE_MS })
    accept(ledger, 0, 2, LEASE_MS)
    finish(ledger, 0, { attempt: 1 }, LEASE_MS + 1)
    expect([ledger.unfinished, ledger.inFlight, ledger.free]).toEqual([0, 1, 0])
    expect(kinds(submit(ledger, 1, LEASE_MS + 2))).not.toContain('invoke')
    expect(ofType(finish(ledger, 0, { attempt: 2 }, LEASE_MS + 3), 'invoke')).toMatchObject([{ trial: 1 }])
  })
})

describe('a client whose clock is behind', () => {
  const worker = { environment: 'e', cold: false, initMs: 0, memoryMiB: 1, peakRssMiB: 1, requestId: 'r', fetchMs: 0 }
  const stale: Partial<TrialResult> = { ...lost, started: false, worker, startedAt: 900_000, endedAt: 900_000 }

  it('learns the workers’ time from their answers: the next event is not stale', () => {
    const ledger = open()
    submit(ledger, 0)
    accept(ledger, 0)
    finish(ledger, 0, stale, 100)
    const [again] = ofType(ledger.handle({ type: 'tick', now: 1_000 }), 'invoke')
    expect(again).toMatchObject({ attempt: 2, notAfter: 1_000 + 899_900 + OPTIONS.startAllowanceMs })
  })

  it('does not believe a worker that is days ahead', () => {
    const ledger = open()
    submit(ledger, 0)
    accept(ledger, 0)
    finish(ledger, 0, { ...stale, endedAt: 1e15 }, 100)
    expect(ofType(ledger.handle({ type: 'tick', now: 1_000 }), 'invoke')).toMatchObject([{ notAfter: 11_000 }])
  })
})

describe('a service that does not take the event', () => {
  it('because it throttles: the window halves and the trial is sent again after a pause', () => {
    const ledger = open(8)
    submit(ledger, 0)
    const commands = ledger.handle({ type: 'throttled', trial: 0, attempt: 1, retryAfterMs: null, now: 0 })
    expect(commands).toEqual([{ type: 'timer', at: 100 }])
    expect(ledger.window.size).toBe(4)
    expect(ofType(ledger.handle({ type: 'tick', now: 100 }), 'invoke')).toMatchObject([{ trial: 0, attempt: 1 }])
  })

  it('because it says how long to wait: that is obeyed', () => {
    const ledger = open()
    submit(ledger, 0)
    expect(ledger.handle({ type: 'throttled', trial: 0, attempt: 1, retryAfterMs: 3_000, now: 0 })).toEqual([{ type: 'timer', at: 3_000 }])
  })

  it('because it refuses for good: the submission fails with its error', () => {
    const ledger = open()
    submit(ledger, 0)
    const error = new Error('access denied')
    const commands = ledger.handle({ type: 'refused', trial: 0, attempt: 1, error, transient: false, now: 0 })
    expect(commands).toEqual([{ type: 'reject', trial: 0, why: { by: 'refusal', error } }])
    expect(ledger.unfinished).toBe(0)
  })

  it('because it is out of order: it is asked again, and given up in the end', () => {
    const ledger = open()
    const error = new Error('503')
    submit(ledger, 0)
    let commands: readonly LedgerCommand[] = []
    let now = 0
    for (let sends = 1; !kinds(commands).includes('reject'); sends++) {
      expect(sends).toBeLessThan(20)
      commands = ledger.handle({ type: 'refused', trial: 0, attempt: 1, error, transient: true, now })
      now += 10_000
      if (!kinds(commands).includes('reject')) ledger.handle({ type: 'tick', now })
    }
    expect(ledger.unfinished).toBe(0)
  })
})

describe('no worker', () => {
  it('for a moment is waited out', () => {
    const ledger = open(0)
    expect(submit(ledger, 0)).toEqual([{ type: 'timer', at: 5_000 }])
    expect(kinds(ledger.handle({ type: 'limit', limit: 1, now: 4_000 }))).toContain('invoke')
  })

  it('for longer than the patience fails the submission', () => {
    const ledger = open(0)
    submit(ledger, 0)
    expect(ledger.handle({ type: 'tick', now: 5_000 })).toContainEqual({ type: 'reject', trial: 0, why: { by: 'no worker' } })
  })

  it('leaves what runs alone, and ends a trial that waits to be tried again', () => {
    const ledger = open(1)
    submit(ledger, 0)
    accept(ledger, 0)
    ledger.handle({ type: 'limit', limit: 0, now: 50 })
    finish(ledger, 0, lost)
    const [end] = ofType(ledger.handle({ type: 'tick', now: 5_050 }), 'deliver')
    expect(end?.ending).toMatchObject({ by: 'ledger', code: 'lost' })
  })
})

describe('cancelling', () => {
  it('ends what is in flight at once, but its worker stays taken until it answers', () => {
    const ledger = open(2)
    submit(ledger, 0)
    accept(ledger, 0)
    submit(ledger, 1)
    accept(ledger, 1)
    const commands = ledger.handle({ type: 'cancelled', reason: 'deadline', now: 100 })
    expect(ofType(commands, 'deliver').map(({ ending }) => ending)).toMatchObject([{ code: 'cancelled' }, { code: 'cancelled' }])
    expect([ledger.unfinished, ledger.inFlight, ledger.free]).toEqual([0, 2, 0])
    expect(kinds(finish(ledger, 0))).toEqual(['acknowledge'])
    expect([ledger.inFlight, ledger.free]).toEqual([1, 1])
    ledger.handle({ type: 'tick', now: LEASE_MS })
    expect([ledger.inFlight, ledger.free]).toEqual([0, 2])
  })

  it('rejects what was never accepted', () => {
    const ledger = open(1)
    submit(ledger, 0)
    submit(ledger, 1)
    const commands = ledger.handle({ type: 'cancelled', reason: 'closed', now: 0 })
    expect(ofType(commands, 'reject').map(({ trial }) => trial)).toEqual([0, 1])
    ledger.handle({ type: 'refused', trial: 0, attempt: 1, error: new Error('aborted'), transient: false, now: 0 })
    expect(ledger.inFlight).toBe(0)
  })
})

describe('an event that the platform took and dropped', () => {
  const dropped: Partial<TrialResult> = { ...lost, started: false }

  it('is sent again after a pause, as no worker was lost, and the limit is read anew', () => {
    const ledger = open()
    submit(ledger, 0)
    accept(ledger, 0)
    const commands = finish(ledger, 0, dropped)
    expect(kinds(commands)).toEqual(['read limit', 'acknowledge', 'timer'])
    expect(ofType(ledger.handle({ type: 'tick', now: 1_000 }), 'invoke')).toMatchObject([{ attempt: 2 }])
    accept(ledger, 0, 2)
    finish(ledger, 0, { ...dropped, attempt: 2 }, 1_000)
    ledger.handle({ type: 'tick', now: 3_000 })
    accept(ledger, 0, 3)
    // What happens to a worker after that is still tried again.
    expect(ofType(finish(ledger, 0, { ...lost, attempt: 3 }, 3_000), 'invoke')).toMatchObject([{ attempt: 4 }])
  })

  it('is given up in the end', () => {
    const ledger = open()
    submit(ledger, 0)
    accept(ledger, 0)
    let now = 100
    let commands = finish(ledger, 0, dropped, now)
    for (let attempt = 2; !kinds(commands).includes('deliver'); attempt++) {
      expect(attempt).toBeLessThan(20)
      now += 10_000
      ledger.handle({ type: 'tick', now })
      accept(ledger, 0, attempt, now)
      commands = finish(ledger, 0, { ...dropped, attempt }, now)
    }
    expect(ledger.unfinished).toBe(0)
  })
})
