import type { StatusName } from '../../../contract/status.ts'
import { statusName } from '../../../contract/status.ts'
import type { JournalRecord } from './journal-record.ts'

/** How far a run has come, as its journal tells it. */
export class RunProgress {
  /** Records of the journal. */
  records = 0
  /** Processes that have worked on it. */
  sessions = 0
  /** Sessions and cancellations up to now: what the next process sends belongs to this one. */
  session = 0
  asked = 0
  /** Trials that ended, by how; with those that were told by hand. */
  readonly statuses: Partial<Record<StatusName, number>> = {}
  told = 0
  /** The number of the next trial on the wire. */
  nextWire = 0
  /** Sessions that have sent something, and when each did last. */
  readonly sentAt = new Map<number, number>()
  beganAt = 0
  lastAt = 0
  /** Time in which some process worked on it, ms. */
  activeMs = 0
  /** Why the last session ended; null when it was killed, or is running. */
  stopped: { readonly kind: string; readonly sentence: string } | null = null
  #sessionBeganAt = 0

  take(record: JournalRecord): void {
    this.records = record.n + 1
    if (record.n === 0) this.beganAt = record.at
    switch (record.type) {
      case 'session':
        if (this.sessions > 0) this.session++
        this.sessions++
        this.activeMs += this.lastAt - this.#sessionBeganAt
        this.#sessionBeganAt = record.at
        this.stopped = null
        break
      case 'cancelled':
        this.session++
        break
      case 'moved':
        this.nextWire = Math.max(this.nextWire, record.wire)
        // The next process begins one more.
        this.session = Math.max(this.session, record.session - 1)
        break
      case 'asked':
        this.asked += record.trials.length
        break
      case 'sent':
        this.nextWire = Math.max(this.nextWire, record.wire + 1)
        this.sentAt.set(this.session, record.at)
        break
      case 'told-by-hand':
        this.told++
        this.#count(statusName(record.value.status))
        break
      case 'told':
        this.told++
        break
      case 'ended':
        this.#count(statusName(record.value.status))
        break
      case 'stopped':
        this.stopped = { kind: record.kind, sentence: record.sentence }
        break
    }
    this.lastAt = record.at
  }

  /** Time in which some process worked on it, up to the last record, ms. */
  get usedMs(): number {
    return this.activeMs + this.lastAt - this.#sessionBeganAt
  }

  #count(status: StatusName): void {
    this.statuses[status] = (this.statuses[status] ?? 0) + 1
  }
}
