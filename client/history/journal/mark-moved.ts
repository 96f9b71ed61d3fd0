import type { JournalClock } from './journal-clock.ts'
import { JournalFile } from './journal-file.ts'
import type { JournalEntry } from './journal-record.ts'
import { readJournal } from './read-journal.ts'

/** Writes at the end of a copied journal that the run has moved, before anything else is done with it. @throws JournalError */
export function markMoved(path: string, clock: JournalClock, moved: Omit<JournalEntry & { type: 'moved' }, 'type'>): void {
  const records = readJournal(path)
  let step = records.next()
  while (step.done !== true) step = records.next()
  const file = new JournalFile({ path, clock, bytes: step.value.bytes, records: step.value.records })
  try {
    file.append({ type: 'moved', ...moved })
    file.flush()
  } finally {
    file.close()
  }
}
