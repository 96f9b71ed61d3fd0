const SHA256 = /^[0-9a-f]{64}$/
const RUN_ID = /^[a-z0-9][a-z0-9-]{0,39}$/

/** Targets and scattered data lie below this. */
export const OBJECTS_PREFIX = 'objects/'
/** Claim checks and markers of the runs lie below this. */
export const RUNS_PREFIX = 'runs/'
/** What a worker may do in the bucket, as the patterns of a policy. */
export const WORKER_KEYS = {
  reads: [`${OBJECTS_PREFIX}*`, `${RUNS_PREFIX}*/events/*`, `${RUNS_PREFIX}*/cancelled`],
  writes: [`${RUNS_PREFIX}*/results/*`],
} as const

/** `objects/<sha256>`: targets and scattered data, shared by all runs. */
export function objectKey(sha256: string): string {
  if (!SHA256.test(sha256)) throw new RangeError(`expected a sha256 in lower-case hex, got ${JSON.stringify(sha256)}`)
  return `${OBJECTS_PREFIX}${sha256}`
}

/** `runs/<run>/<part>`: a run's own claim checks and markers. */
function runKey(run: string, part: string): string {
  return `${RUNS_PREFIX}${checkRunId(run)}/${part}`
}

/** Nothing that this session of the run has sent is to be run any more. A run that is resumed goes on in a new session. */
export const cancelMarkerKey = (run: string, session = 0): string =>
  runKey(run, session === 0 ? 'cancelled' : `sessions/${session}/cancelled`)
/** What a run is, and who works on it with how much of its journal is copied: for another machine that takes it up. */
export const runManifestKey = (run: string): string => runKey(run, 'manifest.json')
export const runLeaseKey = (run: string): string => runKey(run, 'lease.json')
/** A part of the copy of a run's journal: the `part`th that the holder with this number wrote. */
export const journalPartKey = (run: string, holder: number, part: number): string => runKey(run, `journal/${holder}-${part}.jsonl`)
/** Named by their content too: an attempt may be sent, and run, twice, and each message must find its own body. */
export const eventClaimKey = (run: string, trial: number, attempt: number, sha256: string): string =>
  runKey(run, `events/${trial}-${attempt}-${sha256}.json`)
export const resultClaimKey = (run: string, trial: number, attempt: number, sha256: string): string =>
  runKey(run, `results/${trial}-${attempt}-${sha256}.json`)

/** What the names of a stack's run queues begin with. */
export const runQueuePrefix = (stack: string): string => `${stack}-run-`

/** The run's queue: `<stack>-run-<run>`, at most 80 characters (SQS's limit). */
export function runQueueName(stack: string, run: string): string {
  const name = `${runQueuePrefix(stack)}${checkRunId(run)}`
  if (name.length > 80) throw new RangeError(`queue name ${name} has ${name.length} characters; SQS takes 80`)
  return name
}

function checkRunId(run: string): string {
  if (!RUN_ID.test(run)) throw new RangeError(`expected a run id of a-z, 0-9 and "-" (40 at most), got ${JSON.stringify(run)}`)
  return run
}
