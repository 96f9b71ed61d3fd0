import * as v from 'valibot'
import { TrialfanError } from '../../../contract/errors.ts'
import { parseShape } from '../../../contract/parse-shape.ts'

/** More hold a run one after the other than anybody would resume it; what is numbered by holder stays a safe integer. */
const MAX_HOLDERS = 1_000_000
const MAX_PARTS = 100_000
export const MAX_LEASE_BYTES = 4 * 1024 * 1024
/** A part is this long, or shorter while it is the last. */
export const PART_BYTES = 1024 * 1024

const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
const Holder = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_HOLDERS))

const Lease = v.strictObject({
  format: v.literal(1),
  run: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
  /** One more each time a process takes the run. */
  holder: Holder,
  owner: v.strictObject({
    pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
    host: v.pipe(v.string(), v.maxLength(255)),
    since: Count,
    processStart: v.nullable(v.pipe(v.string(), v.maxLength(64))),
  }),
  /** When the owner was heard of last. */
  at: Count,
  /** The owner has ended by itself. */
  released: v.boolean(),
  journal: v.strictObject({
    bytes: Count,
    /** CRC-32 of all these bytes. */
    crc: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1)),
    /** In order: which holder wrote it, which of its parts it is, how many bytes of it count. */
    parts: v.pipe(v.array(v.strictTuple([Holder, Count, v.pipe(Count, v.minValue(1), v.maxValue(PART_BYTES))])), v.maxLength(MAX_PARTS)),
  }),
})

/** Who works on a run, and how much of its journal is copied: `lease.json` of the run's objects. */
export type LeaseRecord = Readonly<v.InferOutput<typeof Lease>>
/** How much of a journal is copied, and where. */
export type CopiedJournal = LeaseRecord['journal']

export const NOTHING_COPIED: CopiedJournal = { bytes: 0, crc: 0, parts: [] }

/** @throws TrialfanError RUN_COPY, ShapeError */
export function parseLease(bytes: Uint8Array, run: string): LeaseRecord {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (cause) {
    throw new TrialfanError('RUN_COPY', `the lease of run ${run} is not JSON`, { run }, { cause })
  }
  const lease = parseShape('lease', Lease, value)
  const bytesOfParts = lease.journal.parts.reduce((sum, [, , partBytes]) => sum + partBytes, 0)
  if (lease.run === run && bytesOfParts === lease.journal.bytes) return lease
  throw new TrialfanError('RUN_COPY', `the lease of run ${run} contradicts itself`, { run })
}
