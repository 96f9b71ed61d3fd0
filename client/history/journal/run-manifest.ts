import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import * as v from 'valibot'
import { TrialfanError } from '../../../contract/errors.ts'
import { parseShape } from '../../../contract/parse-shape.ts'
import type { JsonObject } from '../../../contract/trial.ts'

const Text = v.pipe(v.string(), v.maxLength(4096))
const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

const Manifest = v.strictObject({
  format: v.literal(1),
  run: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
  trialfan: Text,
  /** ISO 8601, UTC. */
  created: Text,
  study: v.strictObject({
    name: Text,
    /** The study's file, absolute; null when the run was not begun from a file. */
    file: v.nullable(Text),
    /** Fingerprints of what decides which trials are run, by option. */
    facts: v.record(Text, Text),
  }),
  /** The space in ConfigSpace's JSON; null when that cannot say it. */
  space: v.optional(
    v.nullable(v.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'an object')),
    null,
  ),
  /** SHA-256 of the target's bundle. */
  target: Text,
  optimizer: v.strictObject({ name: Text, description: Text }),
  seed: Count,
  /** The most trials at a time; null: as many as there are workers. */
  workers: v.nullable(Count),
  objectives: v.array(Text),
  instances: v.nullable(v.array(Text)),
  /** Null: no limit. */
  trials: v.nullable(Count),
  /** US dollars. Null: no cap. */
  maxCostUsd: v.optional(v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))), null),
  /** A slow trial is sent once more when it takes so many times the median; null: never, or as the study says. */
  stragglerFactor: v.optional(v.nullable(v.pipe(v.number(), v.finite())), null),
  /** Limits as a resume has changed them last; the ones above stay what the run began with. */
  changed: v.optional(
    v.strictObject({
      trials: v.optional(Count),
      workers: v.optional(v.nullable(Count)),
      maxCostUsd: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0))),
    }),
    {},
  ),
  /** Where the trials run: the embedded cluster dies with its client, a stack outlives it. */
  cluster: v.variant('kind', [
    v.strictObject({ kind: v.literal('embedded') }),
    v.strictObject({ kind: v.literal('stack'), stack: Text, region: v.nullable(Text) }),
  ]),
})

/** What a run is, written when it begins and when a resume changes its limits: `manifest.json` of the run's folder. */
export type RunManifest = Readonly<v.InferOutput<typeof Manifest>>

/** Trials of the whole run, as it stands now; null: no limit. */
export const trialsOfRun = ({ trials, changed }: RunManifest): number | null => changed.trials ?? trials

export const MAX_MANIFEST_BYTES = 16 * 1024 * 1024

/** @throws TrialfanError RUN_MANIFEST, ShapeError */
export function readManifest(path: string): RunManifest {
  const bytes = readFileSync(path)
  return parseManifest(bytes, path)
}

/** @throws TrialfanError RUN_MANIFEST, ShapeError */
export function parseManifest(bytes: Uint8Array, where: string): RunManifest {
  if (bytes.byteLength > MAX_MANIFEST_BYTES)
    throw new TrialfanError('RUN_MANIFEST', `${where}: has ${bytes.byteLength} bytes; a manifest has ${MAX_MANIFEST_BYTES} at most`, {
      where,
    })
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (cause) {
    throw new TrialfanError('RUN_MANIFEST', `${where}: is not JSON`, { where }, { cause })
  }
  return parseShape(where, Manifest, value)
}

export const manifestText = (manifest: RunManifest): string => `${JSON.stringify(manifest, null, 2)}\n`

/** Whole or not at all, whatever happens meanwhile. */
export function writeWhole(path: string, text: string): void {
  const beside = `${path}.new`
  const file = openSync(beside, 'w')
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(beside, path)
}
