import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LocalCluster } from '../../../../client/local/index.ts'

const MAIN = fileURLToPath(new URL('../../../../client/cli/main.ts', import.meta.url))
const STUDY = `import { defineStudy, float } from 'trialfan'
export default defineStudy({ name: 'far', target: new URL('./square.ts', import.meta.url), space: { x: float(-5, 5, { default: 4 }) }, trials: 3 })`

let folder = ''
let cluster: LocalCluster

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trialfan-on-aws-test-'))
  await writeFile(join(folder, 'far.ts'), STUDY)
  await writeFile(join(folder, 'square.ts'), 'export default ({ x }: { x: number }): number => x ** 2')
  cluster = await LocalCluster.start({ workers: 2, warm: false, stack: 'team' })
})
afterAll(async () => {
  await cluster.close()
  await rm(folder, { recursive: true })
})

async function run(...args: readonly string[]) {
  const aws = { AWS_ENDPOINT_URL: cluster.endpoint, AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any', AWS_REGION: undefined }
  const none = { AWS_CONFIG_FILE: '/nonexistent/config', AWS_PROFILE: undefined }
  const child = spawn(process.execPath, [MAIN, 'run', 'far.ts', ...args], { cwd: folder, env: { ...process.env, ...none, ...aws } })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code: code as number, stdout, stderr }
}

test('--on aws runs the study on the stack that is named, and leaves it as it was', async () => {
  const { code, stdout, stderr } = await run('--on', 'aws', '--stack', 'team', '--region', 'us-east-1')
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("far: running 3 trials on 2 workers: the account's unreserved concurrency"),
  })
  expect(stdout).toMatch(/^far: all 3 trials were run\n\nIncumbent/)
  expect(cluster.environments().map(({ function: name }) => name)).toContain(cluster.workerFunction)
})

test.each([
  [['--on', 'aws'], 'error: there is no AWS region: give --region'],
  [['--on', 'aws', '--region', 'us-east-1'], 'error: there is no stack trialfan in us-east-1: deploy it with "trialfan deploy'],
])('%o: what is missing is wrong use, and says how to set it', async (args, message) => {
  expect(await run(...args)).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(message) })
})
