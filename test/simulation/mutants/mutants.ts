import type { Mutant } from './mutant.ts'

const LEDGER = 'client/runner/ledger/ledger.ts'
const ROLL = 'client/runner/ledger/trial-roll.ts'
const ENTRY = 'client/runner/ledger/ledger-entry.ts'
const SHELL = 'client/runner/ledger-shell.ts'
const COLLECTOR = 'client/runner/collector.ts'
const WINDOW = 'client/runner/ledger/concurrency-window.ts'
const CAPACITY = 'client/runner/capacity-reader.ts'
const READER = 'client/runner/result-reader.ts'
const LOOP = 'client/study/trial-loop.ts'

/** Deliberate defects, each of which the simulator must find; `seed` is a schedule that does. */
export const MUTANTS: readonly Mutant[] = [
  { name: 'dedup off', file: ROLL, find: 'this.#live.delete(entry.trial)', replace: '', seed: 0 },
  { name: 'a future attempt is believed', file: LEDGER, find: ' || result.attempt > entry.attempt', replace: '', seed: 70 },
  {
    name: 'no lease',
    file: ROLL,
    find: 'deadline: now + this.#leaseMs(entry)',
    replace: 'deadline: Number.POSITIVE_INFINITY',
    seed: 8,
  },
  {
    name: 'no lease for what was sent',
    file: ROLL,
    find: 'this.#lease(entry.trial, flight, flight.deadline)',
    replace: '',
    seed: 8,
  },
  { name: 'no timer', file: LEDGER, find: "this.#out.push({ type: 'timer', at })", replace: '', seed: 62 },
  { name: 'one timer only', file: LEDGER, find: 'this.#timer = Number.POSITIVE_INFINITY\n', replace: '\n', seed: 62 },
  {
    name: 'leases end early',
    file: ROLL,
    find: 'else if (flight.deadline <= now) return entry',
    replace: 'else return entry',
    seed: 32,
  },
  { name: 'retries are not counted', file: LEDGER, find: "if (cause !== 'unsure') entry[cause]++", replace: '', seed: 8 },
  {
    name: 'no retries',
    file: LEDGER,
    find: "if (cause === 'lostWorkers' && entry.lostWorkers >= this.#options.lostWorkerRetries) return false",
    replace: "if (cause === 'lostWorkers') return false",
    seed: 5,
  },
  {
    name: 'a dropped event costs a retry',
    file: LEDGER,
    find: "verdict === 'send again' ? this.#sendAgain(entry, now) : this.#tryAgain(entry, now, verdict)",
    replace: "this.#tryAgain(entry, now, 'lostWorkers')",
    seed: 48,
  },
  {
    name: 'an old attempt speaks for the new one',
    file: LEDGER,
    find: 'const flight = entry.flight?.attempt === result.attempt ? entry.flight : null',
    replace: 'const flight = entry.flight',
    seed: 101,
  },
  {
    name: 'an old attempt’s success does not count',
    file: LEDGER,
    find: 'if (entry === undefined || result.attempt > entry.attempt)',
    replace: 'if (entry === undefined || result.attempt !== entry.attempt)',
    seed: 91,
  },
  { name: 'the window is ignored', file: LEDGER, find: 'while (this.#roll.taken < this.window.size)', replace: 'for (;;)', seed: 69 },
  {
    name: 'an attempt that nobody waits for is forgotten',
    file: ROLL,
    find: 'else this.#taken.abandon(entry.trial, flight)',
    replace: 'else this.#taken.remove()',
    seed: 101,
  },
  {
    name: 'workers are not given back',
    file: ROLL,
    find: 'if (flight.attempt === attempt) this.#taken.remove()\n      else',
    replace: 'if (flight.attempt !== attempt)',
    seed: 1,
  },
  { name: 'no patience', file: LEDGER, find: 'if (!this.#patience.isOver(now)) return', replace: 'return', seed: 98 },
  {
    name: 'a throttle is not tried again',
    file: LEDGER,
    find: 'if (entry !== undefined) this.#backOff(entry, now, retryAfterMs)',
    replace: '',
    seed: 23,
  },
  {
    name: 'a passing fault is final',
    file: LEDGER,
    find: 'if (transient && entry.failedSends < MAX_FAILED_SENDS)',
    replace: 'if (entry.failedSends < 0)',
    seed: 4,
  },
  { name: 'a clock that is behind is not corrected', file: LEDGER, find: ' + this.#workerClock.aheadMs', replace: '', seed: 5 },
  {
    name: 'an overtaken answer admits nothing',
    file: LEDGER,
    find: 'if (!entry.admitted) this.#admit(entry)\n    // Another',
    replace: '// Another',
    seed: 10,
  },
  {
    name: 'delivered twice',
    file: LEDGER,
    find: "this.#out.push({ type: 'deliver', trial: entry.trial, ending })",
    replace:
      "this.#out.push({ type: 'deliver', trial: entry.trial, ending })\n    this.#out.push({ type: 'deliver', trial: entry.trial, ending })",
    seed: 0,
  },
  { name: 'the same attempt number again', file: ENTRY, find: 'this.attempt++', replace: '', seed: 8 },
  {
    name: 'trials to be tried again are forgotten',
    file: 'client/runner/ledger/send-order.ts',
    find: 'this.#retries.push(trial)',
    replace: '',
    seed: 2,
  },
  {
    name: 'the limit only rises',
    file: WINDOW,
    find: 'this.#limit = limit\n',
    replace: 'this.#limit = Math.max(this.#limit, limit)\n',
    seed: 69,
  },
  { name: 'the limit is read once', file: SHELL, find: 'this.capacity.setNeeded(busy)', replace: '', seed: 5 },
  {
    name: 'no marker at the end',
    file: 'client/runner/run-book.ts',
    find: 'for (const session of this.#unmarked) this.#marking.push(markCancelled(this.#options, session))',
    replace: '',
    seed: 20,
  },
  {
    name: 'a failed queue is not told of',
    file: SHELL,
    find: 'onFailure: (error) => this.#fail(error as Error, "the run\'s results cannot be read")',
    replace: 'onFailure: () => undefined',
    seed: 64,
  },
  {
    name: 'a passing fault ends the collector',
    file: COLLECTOR,
    find: 'if (!(cause instanceof TransportError && cause.transient)) return this.#fail(cause)',
    replace: 'return this.#fail(cause)',
    seed: 12,
  },
  { name: 'nobody polls', file: COLLECTOR, find: 'if (needed && this.#pollers.size === 0) this.#addPoller()', replace: '', seed: 0 },
  {
    name: 'two timers for the limit',
    file: CAPACITY,
    find: 'this.#timer?.()\n    this.#timer = clock.after',
    replace: 'this.#timer = clock.after',
    seed: 5,
  },
  { name: 'results of other runs are taken', file: READER, find: 'checkRun(message.run, run)', replace: '', seed: 104 },
  {
    name: 'a result is taken and not told',
    file: LOOP,
    find: 'statistics.finished(info, value)\n      optimizer.tell(info, value)',
    replace: 'statistics.finished(info, value)',
    seed: 0,
  },
  {
    name: 'every event is of the first attempt',
    file: 'client/runner/event-writer.ts',
    find: 'run, trial, attempt, session, notAfter, resultQueueUrl }',
    replace: 'run, trial, attempt: 1, session, notAfter, resultQueueUrl }',
    seed: 8,
  },
  {
    name: 'what came while the laptop was off is not waited for',
    file: ROLL,
    find: 'flight.isEarlier && flight.deadline <= now && now < this.#caughtUpAt',
    replace: 'false',
    seed: 294,
  },
  {
    name: 'an accepted event is not written down',
    file: SHELL,
    find: 'this.#book.accepted(this.#submissions.info(command.trial), command.attempt)',
    replace: '',
    seed: 39,
  },
  {
    name: 'a copied trial gives its worker back at once',
    file: ROLL,
    find: 'entry.rival = entry.flight\n    entry.flight = null',
    replace: 'entry.rival = entry.flight\n    this.#taken.remove()\n    entry.flight = null',
    seed: 608,
  },
  { name: 'a trial is copied again and again', file: ROLL, find: 'entry.isCopied = true', replace: '', seed: 217 },
  {
    name: 'what an earlier process has in flight takes no worker',
    file: ROLL,
    find: 'this.#flying++\n    this.#taken.add()',
    replace: 'this.#flying++\n    if (!flight.isEarlier) this.#taken.add()',
    seed: 22,
  },
  {
    name: 'what an earlier process has sent is not marked at the end',
    file: 'client/runner/run-book.ts',
    find: 'this.#unmarked = new Set(earlier.map(([session]) => session))',
    replace: 'this.#unmarked = new Set()',
    seed: 36_861,
  },
  {
    name: 'a second result overwrites the first one’s body',
    file: 'contract/object-keys.ts',
    find: 'attempt: number, sha256: string): string =>\n  runKey(run, `results/',
    replace: "attempt: number, _: string, sha256 = ''): string =>\n  runKey(run, `results/",
    seed: 98_495,
  },
]
