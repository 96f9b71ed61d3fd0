import type { TrialInfo, TrialValue } from '../../../contract/trial.ts'
import type { JournalRecord, JournalValue } from './journal-record.ts'
import { trialInfo, trialValue } from './journal-record.ts'

/** A trial that the optimizer was told of. */
export interface ToldTrial {
  readonly info: TrialInfo
  readonly value: TrialValue
}

/** The trials that count, in the order in which the optimizer was told of them. */
export function* toldTrials(records: Iterable<JournalRecord>): Generator<ToldTrial> {
  const open = new Map<number, { readonly info: TrialInfo; value: JournalValue | null }>()
  let asked = 0
  for (const record of records) {
    if (record.type === 'asked') for (const info of record.trials) open.set(asked++, { info: trialInfo(info), value: null })
    if (record.type === 'told-by-hand') {
      yield { info: trialInfo(record.info), value: trialValue(record.value) }
      if (record.trial !== null) open.delete(record.trial)
    }
    if (record.type !== 'ended' && record.type !== 'told') continue
    const trial = open.get(record.trial)
    if (trial === undefined) continue
    if (record.type === 'ended') trial.value = record.value
    else if (trial.value !== null) {
      yield { info: trial.info, value: trialValue(trial.value) }
      open.delete(record.trial)
    }
  }
}
