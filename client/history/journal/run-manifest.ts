import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import * as v from 'valibot'
import { TrialfanError } from '../../../contract/errors.ts'
import { parseShape } from '../../../contract/parse-shape.ts'

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
  /** Where the trials run: the embedded cluster dies with its client, a stack outlives it. */
  cluster: v.variant('kind', [
    v.strictObject({ kind: v.literal('embedded') }),
    v.strictObject({ kind: v.literal('stack'), stack: Text, region: v.nullable(Text) }),
  ]),
})

/** What a run is, written once when it begins: `manifest.json` of the run's folder. */
export type RunManifest = Readonly<v.InferOutput<typeof Manifest>>

const MAX_BYTES = 16 * 1024 * 1024

/** @throws TrialfanError RUN_MANIFEST, ShapeError */
export function readManifest(path: string): RunManifest {
  const bytes = readFileSync(path)
  return parseManifest(bytes, path)
}

/** @throws TrialfanError RUN_MANIFEST, ShapeError */
function parseManifest(bytes: Uint8Array, where: string): RunManifest {
  if (bytes.byteLength > MAX_BYTES)
    throw new TrialfanError('RUN_MANIFEST', `${where}: has ${bytes.byteLength} bytes; a manifest has ${MAX_BYTES} at most`, { where })
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
