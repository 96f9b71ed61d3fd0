import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LocalCluster } from '../../client/local/index.ts'

const MAIN = fileURLToPath(new URL('../../client/cli/main.ts', import.meta.url))
const CANARY = 'canary-7f3a91'
const STUDY = `import { defineStudy, float } from 'trialfan'
export default defineStudy({ name: 'secret', target: new URL('./target.ts', import.meta.url), optimizer: 'random-search',
  space: { x: float(-5, 5) }, trials: 4, data: () => ({ key: process.env.MY_SECRET }) })`
const TARGET = `export default ({ x }: { x: number }, { data }: { data: { key: string } }): number => {
  if (x > 2) throw new Error('no luck')
  return data.key.length + x
}`

let folder = ''
let cluster: LocalCluster

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trialfan-secrets-'))
  await writeFile(join(folder, 'secret.ts'), STUDY)
  await writeFile(join(folder, 'target.ts'), TARGET)
  cluster = await LocalCluster.start({ workers: 1, stack: 'secret' })
})
afterAll(async () => {
  await cluster.close()
  await rm(folder, { recursive: true })
})

test('what is in the environment, the credentials and the data shows in no journal, copy of it, report or log', async () => {
  const env = { AWS_ENDPOINT_URL: cluster.endpoint, AWS_ACCESS_KEY_ID: `${CANARY}-id`, AWS_SECRET_ACCESS_KEY: `${CANARY}-key` }
  const args = ['run', 'secret.ts', '--on', 'aws', '--stack', 'secret', '--region', 'us-east-1', '--json']
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, env: { ...process.env, ...env, MY_SECRET: `${CANARY}-data` } })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  expect({ code, stderr }).toMatchObject({ code: 0 })
  const runs = join(folder, 'trialfan-runs')
  const files = (await readdir(runs, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const contents = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')))
  expect(files.map(({ name }) => name).sort()).toEqual(['journal.jsonl', 'manifest.json', 'study.ts'])
  const copies = await copiesOfRuns()
  expect([...copies.keys()]).toEqual(
    expect.arrayContaining([expect.stringMatching(/manifest/), expect.stringMatching(/journal/), expect.stringMatching(/lease/)]),
  )
  for (const shown of [stdout, stderr, cluster.logs(), ...contents, ...copies.values()]) expect(shown).not.toContain(CANARY)
})

/** What lies beside the runs' queues, for another machine. */
async function copiesOfRuns(): Promise<ReadonlyMap<string, string>> {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' }
  const s3 = new S3Client({ endpoint: cluster.endpoint, region: 'us-east-1', credentials, forcePathStyle: true })
  try {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: cluster.bucket, Prefix: 'runs/' }))
    const texts = Contents.map(async ({ Key = '' }): Promise<[string, string]> => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: cluster.bucket, Key }))
      return [Key, (await Body?.transformToString()) ?? '']
    })
    return new Map(await Promise.all(texts))
  } finally {
    s3.destroy()
  }
}
