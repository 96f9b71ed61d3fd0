import { TrialfanError } from '../../contract/errors.ts'
import type { TrialInfo, TrialValue } from '../../contract/trial.ts'
import { type JournalRecord, journalInfo, trialInfo, trialValue } from '../history/journal/journal-record.ts'
import type { RunJournal } from '../history/journal/run-journal.ts'
import type { SentTrial } from '../runner/run-record.ts'
import type { BackgroundWork } from './background-work.ts'

/** A trial that was asked for and not told. */
export interface PendingTrial {
  readonly info: TrialInfo
  /** How it was sent last; null when it never was. */
  readonly sent: SentTrial | null
  /** What it came to; null while nobody knows. */
  readonly value: TrialValue | null
}

/** What is replayed on. */
export interface ReplayedOptimizer {
  next(want: number): readonly TrialInfo[]
  told(info: TrialInfo, value: TrialValue): void
  /** A trial of an earlier run. */
  known(info: TrialInfo, value: TrialValue): void
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/**
 * Brings an optimizer to where a journal ends: asks it what it was asked, in the same order, and tells it what it was told. As it depends
 * on the seed and on the order of calls alone, it then goes on as if nobody had stopped it.
 * @throws TrialfanError RUN_CHANGED when it proposes something else than it did then
 */
export function replay(journal: RunJournal, optimizer: ReplayedOptimizer, background: BackgroundWork | null): readonly PendingTrial[] {
  const pending = new Map<number, Mutable<PendingTrial>>()
  let asked = 0
  const forgetSent = (): void => {
    for (const trial of pending.values()) if (trial.sent !== null) trial.sent = { ...trial.sent, sentAt: null }
  }
  const deliveries = deliveriesOf(journal)
  for (const record of journal.records()) {
    switch (record.type) {
      case 'asked':
        for (const info of askAgain(record, asked, optimizer)) pending.set(asked++, { info, sent: null, value: null })
        break
      case 'sent': {
        const trial = known(pending, record.trial, record)
        trial.sent = { trial: record.wire, attempt: record.attempt, sentAt: record.at, isAccepted: false }
        break
      }
      case 'accepted': {
        const trial = known(pending, record.trial, record)
        if (trial.sent?.attempt === record.attempt) trial.sent = { ...trial.sent, isAccepted: true }
        break
      }
      case 'ended':
        known(pending, record.trial, record).value = trialValue(record.value)
        break
      case 'told': {
        const { info, value } = known(pending, record.trial, record)
        if (value === null) throw changed(`record ${record.n} of its journal tells of trial ${record.trial}, which has not ended`)
        optimizer.told(info, value)
        pending.delete(record.trial)
        break
      }
      case 'known':
        optimizer.known(trialInfo(record.info), trialValue(record.value))
        break
      case 'told-by-hand': {
        const info = record.trial === null ? trialInfo(record.info) : known(pending, record.trial, record).info
        optimizer.told(info, trialValue(record.value))
        if (record.trial !== null) pending.delete(record.trial)
        break
      }
      case 'cancelled':
        forgetSent()
        break
      case 'session':
        if (record.queue === 'lost') forgetSent()
        background?.interruptBackground()
        break
      case 'background':
        background?.interruptBackground()
        background?.replay(deliveries.shift() ?? [])
        break
      case 'stopped':
        // What was asked for after the end of a run was made in place.
        background?.stopBackground()
        break
      case 'delivered':
      case 'moved':
        break
    }
  }
  background?.interruptBackground()
  if (journal.queue === 'lost') forgetSent()
  for (const [number, { info, value }] of pending) journal.recall(info, number, value !== null)
  return [...pending.values()]
}

/** For each stretch in which proposals were made in the background: the calls at which something came in. */
function deliveriesOf(journal: RunJournal): number[][] {
  const stretches: number[][] = []
  for (const record of journal.records()) {
    if (record.type === 'background') stretches.push([])
    else if (record.type === 'delivered') stretches.at(-1)?.push(...record.calls)
  }
  return stretches
}

function askAgain(record: JournalRecord & { type: 'asked' }, first: number, optimizer: ReplayedOptimizer): readonly TrialInfo[] {
  const infos: TrialInfo[] = []
  for (let time = 0; time < record.times; time++) infos.push(...optimizer.next(record.want))
  const now = infos.map((info) => JSON.stringify(journalInfo(info)))
  const then = record.trials.map((info) => JSON.stringify(journalInfo(trialInfo(info))))
  const place = Math.max(now.length, then.length) === 0 ? -1 : now.findIndex((info, at) => info !== then[at])
  if (place === -1 && now.length === then.length) return infos
  const at = place === -1 ? Math.min(now.length, then.length) : place
  throw changed(`trial ${first + at} was ${then[at] ?? 'not asked for'} then, and is ${now[at] ?? 'not asked for'} now`)
}

function known(pending: ReadonlyMap<number, Mutable<PendingTrial>>, number: number, { n, type }: JournalRecord): Mutable<PendingTrial> {
  const trial = pending.get(number)
  if (trial !== undefined) return trial
  throw changed(`record ${n} of its journal (${type}) is of trial ${number}, which was not asked for or was told before`)
}

function changed(fact: string): TrialfanError {
  const mend = 'the study, its optimizer or trialfan is not what the run began with; put it back, or begin a new run'
  return new TrialfanError('RUN_CHANGED', `the run cannot be replayed: ${fact}: ${mend}`, {})
}
