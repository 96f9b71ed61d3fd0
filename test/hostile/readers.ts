import fc from 'fast-check'
import { optunaJournal } from '../../client/history/export/optuna-journal.ts'
import { smacFiles } from '../../client/history/export/smac-files.ts'
import { parseRecord } from '../../client/history/journal/journal-record.ts'
import { parseManifest } from '../../client/history/journal/run-manifest.ts'
import type { ToldTrial } from '../../client/history/journal/told-trials.ts'
import { PART_BYTES, parseLease } from '../../client/launch/copy/lease-record.ts'
import { TransportError } from '../../client/runner/errors.ts'
import { readResult } from '../../client/runner/result-reader.ts'
import { fromConfigSpaceJson } from '../../client/space/index.ts'
import { defineStudy } from '../../client/study/study.ts'
import { decodeData } from '../../contract/data/decode-data.ts'
import { listParts } from '../../contract/data/list-parts.ts'
import { journalPartKey } from '../../contract/object-keys.ts'
import { MAX_BODY_BYTES } from '../../contract/protocol.ts'
import { parseTrialEvent } from '../../contract/trial-event.ts'
import { checkResultQueue } from '../../functions/check-result-queue.ts'
import { readFailureRecord } from '../../functions/failure-relay/read-failure-record.ts'
import { fullEvent } from '../../functions/worker/full-event.ts'
import { hostileJson } from './hostile-json.ts'
import {
  claimedEvent,
  claimedResult,
  event,
  failureRecord,
  journalRecords,
  lease,
  manifest,
  RUN,
  result,
  studyOptions,
} from './valid-messages.ts'

const TOLD: ToldTrial = {
  info: { configuration: { x: 0.5, kind: 'b' }, instance: null, seed: 0, budget: null },
  value: { status: 1, cost: 2, runtimeMs: 1, cpuTimeMs: 1, startedAt: 0, endedAt: 1, attempt: 1, worker: null, additionalInfo: {} },
}

/** Something that reads bytes which may come from anywhere. */
export interface Reader {
  readonly name: string
  readonly bytes: fc.Arbitrary<string | Uint8Array>
  /** May throw typed errors only. @throws Error with "reached" in its message when it reached for something that is not its own */
  readonly read: (bytes: string | Uint8Array) => Promise<void>
}

const { signal } = new AbortController()

const text = (bytes: string | Uint8Array): string => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('latin1'))

/** What is no JSON is refused before: Lambda hands its functions values. */
function json(bytes: string | Uint8Array): unknown {
  try {
    return JSON.parse(text(bytes))
  } catch {
    return text(bytes)
  }
}

function checkKey(key: string, prefix: string): void {
  if (!key.startsWith(prefix) || key.includes('..')) throw new Error(`reached for ${key}`)
}

const objects = {
  get: async (key: string, { maxBytes }: { readonly maxBytes: number }): Promise<Uint8Array> => {
    checkKey(key, `runs/${RUN}/results/`)
    if (maxBytes > MAX_BODY_BYTES) throw new Error(`reached for ${maxBytes} bytes`)
    throw new TransportError('OBJECT_MISSING', 's3:GetObject', 'there is no such object', { transient: false })
  },
  head: async () => null,
  put: async () => undefined,
  getTagged: async () => null,
  putTagged: async () => null,
  refresh: async () => undefined,
}

const store = {
  read: async (key: string, range: { readonly end: number }): Promise<void> => {
    checkKey(key, 'runs/')
    if (range.end > MAX_BODY_BYTES) throw new Error(`reached for ${range.end} bytes`)
    throw new TransportError('OBJECT_MISSING', 's3:GetObject', 'there is no such object', { transient: false })
  },
  exists: async () => false,
  write: async () => undefined,
}

export const READERS: readonly Reader[] = [
  {
    name: 'results, at the client',
    bytes: hostileJson([result, claimedResult]),
    read: async (bytes) => void (await readResult(text(bytes), RUN, objects, signal)),
  },
  {
    name: 'events, at a worker',
    bytes: hostileJson([event, claimedEvent]),
    read: async (bytes) => {
      const parsed = parseTrialEvent(json(bytes))
      checkResultQueue(parsed.resultQueueUrl, 'trialfan', parsed.run)
      await fullEvent(parsed, store, signal)
    },
  },
  {
    name: 'failure records, at the relay',
    bytes: hostileJson([failureRecord]),
    read: async (bytes) => {
      const { resultQueueUrl, result: told } = readFailureRecord(json(bytes), 1)
      checkResultQueue(resultQueueUrl, 'trialfan', told.run)
    },
  },
  {
    name: 'journal records',
    bytes: hostileJson(journalRecords),
    read: async (bytes) => void parseRecord(json(bytes)),
  },
  {
    name: 'scattered data',
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 120 }),
      fc
        .tuple(fc.constantFrom(0x81, 0x9a, 0xba, 0xd8, 0xda, 0xa1, 0x5b, 0x7b), fc.uint8Array({ maxLength: 60 }))
        .map(([head, rest]) => Uint8Array.of(head, ...rest)),
    ),
    read: async (bytes) => {
      const root = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
      listParts(root)
      decodeData({ reference: { key: '', sha256: '', bytes: root.byteLength }, root, parts: new Map() })
    },
  },
  {
    name: 'run manifests, and what is made of them',
    bytes: hostileJson([manifest]),
    read: async (bytes) => {
      const exported = { manifest: parseManifest(Buffer.from(text(bytes)), 'manifest'), trials: [TOLD] }
      const { folder } = smacFiles(exported, '/out')
      if (folder.some((part) => part === '..' || part === '.' || part.includes('/') || part === ''))
        throw new Error(`reached for ${folder}`)
      Array.from(optunaJournal(exported))
      fromConfigSpaceJson(exported.manifest.space)
    },
  },
  {
    name: 'leases of runs',
    bytes: hostileJson([lease]),
    read: async (bytes) => {
      for (const [holder, part, length] of parseLease(Buffer.from(text(bytes)), RUN).journal.parts) {
        checkKey(journalPartKey(RUN, holder, part), `runs/${RUN}/journal/`)
        if (length > PART_BYTES) throw new Error(`reached for ${length} bytes`)
      }
    },
  },
  {
    name: 'studies',
    bytes: hostileJson([studyOptions]),
    read: async (bytes) => {
      const options = json(bytes)
      defineStudy(options as Parameters<typeof defineStudy>[0])
    },
  },
]
