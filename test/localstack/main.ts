// Deploys the real stack to LocalStack with the real command line, runs the suites for deployed stacks on it, and destroys it.
// LocalStack is set up and started here, without Docker; TRIALFAN_E2E_ENDPOINT names one that runs already (docker-compose.yml).
import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { CreateQueueCommand, DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs'
import { STACK_TAG } from '../../contract/deployment.ts'
import { holdings } from './holdings.ts'
import { LocalStack } from './local-stack.ts'

const STACK = 'e2e'
/** LocalStack makes log groups for the functions that tests make, which their role would not allow. */
const LOGS_OF_TESTS = `logs /aws/lambda/${STACK}-test-`
const root = fileURLToPath(new URL('../..', import.meta.url))
const started = Date.now()
const say = (text: string): void => console.log(`\n-- ${text} (${Math.round((Date.now() - started) / 1000)} s)`)

async function test(endpoint: string, own: boolean): Promise<void> {
  const region = { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' }
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
  const suites = { TRIALFAN_E2E_STACK: STACK, TRIALFAN_E2E_ENDPOINT: endpoint, ...(own && { TRIALFAN_E2E_SHARED_FILES: '1' }) }
  const env = { ...process.env, ...region, ...credentials, ...suites, AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_S3: endpoint }
  Object.assign(process.env, region, credentials)
  const run = (program: string, ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`)
    return stdout
  }
  const trialfan = (...args: string[]): string => run(process.execPath, 'client/cli/main.ts', ...args)
  const deploy = (...args: string[]): string => trialfan('deploy', '--stack', STACK, '--runtime', 'nodejs22.x', '--yes', ...args)

  say('cdk bootstrap')
  run('cdk', 'bootstrap', 'aws://000000000000/us-east-1')
  const before = await holdings(endpoint)
  say('trialfan deploy')
  deploy('--memory', '512,1024')
  say('trialfan deploy again, which keeps the sizes')
  expectText(deploy(), 'nothing to change')
  say('trialfan doctor')
  expectText(trialfan('doctor', '--stack', STACK), 'workers of 512, 1024 MiB', 'second trial', 'trial on 1024 MiB')
  say('the suites')
  execFileSync('vitest', ['run', '--config', 'test/deployed/vitest.config.ts'], { cwd: root, env, stdio: 'inherit' })
  say('a study')
  trialfan('run', 'examples/tsp/study.ts', '--on', 'aws', '--stack', STACK, '--trials', '12', '--workers', '2')
  say('trialfan destroy')
  await destroy(endpoint, () => trialfan('destroy', '--stack', STACK, '--yes'))
  const after = await holdings(endpoint)
  const left = after.filter((name) => !before.includes(name) && !name.startsWith(LOGS_OF_TESTS))
  const lost = before.filter((name) => !after.includes(name))
  if (left.length + lost.length > 0) throw new Error(`destroy left ${JSON.stringify(left)} and took ${JSON.stringify(lost)}`)
  say(`nothing left: the same ${after.length} things as before`)
}

function expectText(text: string, ...parts: readonly string[]): void {
  for (const part of parts) if (!text.includes(part)) throw new Error(`expected "${part}" in\n${text}`)
}

/** With one queue that a dead run left, and one that has the name of a run's queue and is somebody else's. */
async function destroy(endpoint: string, command: () => unknown): Promise<void> {
  const sqs = new SQSClient({ endpoint })
  await sqs.send(new CreateQueueCommand({ QueueName: `${STACK}-run-dead`, tags: { [STACK_TAG]: STACK } }))
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `${STACK}-run-foreign`, tags: { [STACK_TAG]: `${STACK}-run` } }))
  command()
  // Fails when it is gone.
  await sqs.send(new DeleteQueueCommand({ QueueUrl }))
  sqs.destroy()
}

const given = process.env.TRIALFAN_E2E_ENDPOINT
if (given !== undefined) await test(given, false)
else {
  say('LocalStack')
  await using own = await LocalStack.start()
  await test(own.endpoint, true)
}
