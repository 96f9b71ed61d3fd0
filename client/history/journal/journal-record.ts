import * as v from 'valibot'
import { parseShape } from '../../../contract/parse-shape.ts'
import { StatusType } from '../../../contract/status.ts'
import type { JsonObject, TrialInfo, TrialValue } from '../../../contract/trial.ts'

/** The version of the journal's format. It changes when an older trialfan could misread a newer journal. */
export const JOURNAL_FORMAT = 1

/** More trials are never asked for at once, and no ask is repeated more often in one record. */
export const MAX_ASKED = 1_000_000

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))
const Moment = v.pipe(v.number(), v.finite())
const Text = v.pipe(v.string(), v.maxLength(65_536))
/** JSON has no infinite numbers. */
const Cost = v.union([v.pipe(v.number(), v.finite()), v.picklist(['Infinity', '-Infinity'])])

const Info = v.strictObject({
  configuration: v.record(v.string(), v.union([v.pipe(v.number(), v.finite()), v.string(), v.boolean(), v.null()])),
  instance: v.optional(v.string()),
  seed: v.optional(v.pipe(v.number(), v.finite())),
  budget: v.optional(v.pipe(v.number(), v.finite())),
})

const Worker = v.strictObject({
  environment: v.string(),
  cold: v.boolean(),
  initMs: v.number(),
  memoryMiB: v.number(),
  peakRssMiB: v.number(),
  requestId: v.string(),
  fetchMs: v.number(),
  billing: v.optional(
    v.strictObject({
      architecture: v.picklist(['arm64', 'x86_64']),
      handledMs: v.number(),
      earlierMs: v.number(),
      objectReads: v.number(),
      objectWrites: v.number(),
    }),
  ),
})

const Usage = v.strictObject({
  requests: v.number(),
  gbSeconds: v.number(),
  queueSends: v.number(),
  objectReads: v.number(),
  objectWrites: v.number(),
  estimatedAttempts: v.number(),
})

const Value = v.strictObject({
  status: v.picklist([StatusType.SUCCESS, StatusType.CRASHED, StatusType.TIMEOUT, StatusType.MEMORYOUT, StatusType.STOPPED]),
  cost: v.union([Cost, v.array(Cost)]),
  runtimeMs: v.number(),
  cpuTimeMs: v.number(),
  startedAt: Moment,
  endedAt: Moment,
  attempt: v.pipe(v.number(), v.integer(), v.minValue(1)),
  worker: v.nullable(Worker),
  usage: v.optional(Usage),
  additionalInfo: v.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'an object'),
})

const common = { n: Count, at: Moment }

const Record = v.variant('type', [
  /** A process begins to work on the run; the first one makes it, later ones resume it. */
  v.strictObject({
    ...common,
    type: v.literal('session'),
    format: v.number(),
    run: Text,
    session: Count,
    trialfan: Text,
    pid: Count,
    host: Text,
    /** Whether what the sessions before have sent may still send results: the run's queue was there. */
    queue: v.picklist(['new', 'kept', 'lost']),
  }),
  /** The optimizer was asked for `want` trials and gave these; they are numbered on from the ones before, from 0. */
  v.strictObject({
    ...common,
    type: v.literal('asked'),
    want: v.pipe(Count, v.maxValue(MAX_ASKED)),
    times: v.pipe(Count, v.minValue(1), v.maxValue(MAX_ASKED)),
    trials: v.array(Info),
  }),
  /** An attempt at a trial is about to be sent; `wire` is the trial's number in events and results. */
  v.strictObject({ ...common, type: v.literal('sent'), trial: Count, wire: Count, attempt: v.pipe(Count, v.minValue(1)) }),
  /** The platform took the attempt that was sent last; without this nobody knows whether it went out. */
  v.strictObject({ ...common, type: v.literal('accepted'), trial: Count, attempt: v.pipe(Count, v.minValue(1)) }),
  /** A trial ended, once; its result is acknowledged after this. */
  v.strictObject({ ...common, type: v.literal('ended'), trial: Count, value: Value }),
  /** The optimizer was told of a trial that has ended. */
  v.strictObject({ ...common, type: v.literal('told'), trial: Count }),
  /** The optimizer was told by hand: of a trial that it had given out, or (null) of another one. */
  v.strictObject({ ...common, type: v.literal('told-by-hand'), trial: v.nullable(Count), info: Info, value: Value }),
  /** The optimizer was told of a trial of an earlier run, before it began. */
  v.strictObject({ ...common, type: v.literal('known'), info: Info, value: Value }),
  /** From here on to the end of the session, proposals are made in the background. */
  v.strictObject({ ...common, type: v.literal('background') }),
  /** Numbers of the calls at which something came in from the background since the last such record; negative: it had gone. */
  v.strictObject({ ...common, type: v.literal('delivered'), calls: v.array(v.pipe(v.number(), v.safeInteger())) }),
  /** Nothing that this session has sent will be waited for any more. */
  v.strictObject({ ...common, type: v.literal('cancelled'), reason: Text }),
  /**
   * Another machine took the run up from its copy, which may lack the last of what was written: what it sends is numbered from `wire` and
   * `session` on, so that no late answer to something unknown is taken for an answer to it.
   */
  v.strictObject({ ...common, type: v.literal('moved'), host: Text, from: Text, wire: Count, session: Count }),
  /** The session ended by itself; the run may go on in another one. */
  v.strictObject({ ...common, type: v.literal('stopped'), kind: Text, sentence: Text }),
])

/** What is written down of a run, in order; everything else is derived from it. */
export type JournalRecord = Readonly<v.InferOutput<typeof Record>>
type WithoutCommon<R> = R extends unknown ? Omit<R, 'n' | 'at'> : never
export type JournalEntry = WithoutCommon<JournalRecord>
export type JournalInfo = v.InferOutput<typeof Info>
export type JournalValue = v.InferOutput<typeof Value>

/** @throws ShapeError */
export function parseRecord(value: unknown): JournalRecord {
  return parseShape('journal', Record, value)
}

export function journalInfo({ configuration, instance = null, seed = null, budget = null }: TrialInfo): JournalInfo {
  // What a trial does not use is left out: a line is for a person, too.
  return {
    configuration,
    ...(instance !== null && { instance }),
    ...(seed !== null && { seed }),
    ...(budget !== null && { budget }),
  }
}

export function trialInfo({ configuration, instance, seed, budget }: JournalInfo): TrialInfo {
  const frozen = Object.freeze(configuration)
  return Object.freeze({ configuration: frozen, instance: instance ?? null, seed: seed ?? null, budget: budget ?? null })
}

export function journalValue(value: TrialValue): JournalValue {
  const { status, cost, runtimeMs, cpuTimeMs, startedAt, endedAt, attempt, worker, usage, additionalInfo } = value
  if (status === StatusType.RUNNING) throw new RangeError('a running trial has no value')
  const costs = typeof cost === 'number' ? writeCost(cost) : cost.map(writeCost)
  return { status, cost: costs, runtimeMs, cpuTimeMs, startedAt, endedAt, attempt, worker, usage, additionalInfo }
}

export function trialValue(value: JournalValue): TrialValue {
  return { ...value, cost: Array.isArray(value.cost) ? value.cost.map(Number) : Number(value.cost) }
}

const writeCost = (cost: number): v.InferOutput<typeof Cost> =>
  Number.isFinite(cost) ? cost : cost === Number.NEGATIVE_INFINITY ? '-Infinity' : 'Infinity'
