import { expect, test } from 'vitest'
import { fuzz } from './fuzz.ts'
import { READERS } from './readers.ts'
import {
  claimedEvent,
  claimedResult,
  event,
  failureRecord,
  journalRecords,
  lease,
  manifest,
  result,
  studyOptions,
} from './valid-messages.ts'

test.each(READERS.slice(0, 4).map((reader, i) => [reader, [[result], [event], [failureRecord], journalRecords][i] ?? []] as const))(
  'what the inputs are made from is valid: $name',
  async ({ read }, messages) => {
    for (const message of messages) await expect(read(JSON.stringify(message))).resolves.toBeUndefined()
  },
)

test.each(READERS.slice(5).map((reader, i) => [reader, [manifest, lease, studyOptions][i]] as const))(
  '… and $name',
  async ({ read }, message) => {
    await expect(read(JSON.stringify(message))).resolves.toBeUndefined()
  },
)

test('a claim is followed to the place of its own run and trial', async () => {
  await expect(READERS[0]?.read(JSON.stringify(claimedResult))).rejects.toThrow('no such object')
  await expect(READERS[1]?.read(JSON.stringify(claimedEvent))).rejects.toThrow('no such object')
})

test('hostile inputs give typed errors only, reach for nothing else, and pollute nothing', async () => {
  await fuzz(1_000, 1)
})
