import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { connect } from '../../../../client/aws/connect.ts'
import { type DescribedStack, stackFacts } from '../../../../client/aws/stack-facts.ts'
import { LambdaParallelRunner } from '../../../../client/launch/lambda-parallel-runner.ts'
import { LocalCluster } from '../../../../client/local/index.ts'
import { TargetFunctionRunner } from '../../../../client/runner/target-function-runner.ts'
import { OUTPUT } from '../../../../contract/deployment.ts'
import { packageVersion } from '../../../../contract/package-version.ts'
import { PROTOCOL_VERSION } from '../../../../contract/protocol.ts'
import { StatusType } from '../../../../contract/status.ts'

const credentials = { accessKeyId: 'any', secretAccessKey: 'any' }
const region = 'us-east-1'

/** Nothing of the machine's own AWS settings may leak in. */
function clearEnvironment(): void {
  for (const name of ['AWS_REGION', 'AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL']) {
    vi.stubEnv(name, undefined)
  }
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent/config')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent/credentials')
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
}
afterEach(() => vi.unstubAllEnvs())

describe('connect', () => {
  let cluster: LocalCluster
  beforeAll(async () => {
    cluster = await LocalCluster.start({ workers: 2, warm: false, stack: 'mine', timeoutMs: 60_000, memoryMiB: [512, 1024] })
  })
  afterAll(() => cluster.close())

  it('finds every part of a stack from its outputs, and trials run there', async () => {
    await using found = await connect({ stack: 'mine', region, credentials, endpoint: cluster.endpoint })
    expect(found.description).toBe('stack mine in us-east-1')
    expect(found.facts).toEqual({
      stack: 'mine',
      region,
      version: packageVersion(),
      bucket: 'mine-objects',
      workers: [
        { name: 'trialfan-worker', memoryMiB: 512 },
        { name: 'trialfan-worker-1024', memoryMiB: 1024 },
      ],
      relay: 'trialfan-failure-relay',
      timeoutMs: 60_000,
      objectLifetimeMs: 14 * 24 * 3_600_000,
      clientPolicy: 'arn:aws:iam::000000000000:policy/mine-client-us-east-1',
    })
    expect(found.transport.functions).toMatchObject({ timeoutMs: 60_000, sizesMiB: [512, 1024], limitsMaxAgeMs: 30_000 })
    const worker = new TargetFunctionRunner({
      target: new URL('../../../fixtures/targets/square.ts', import.meta.url),
      scenario: { objectives: ['cost'], crashCost: 1, trialTimeLimitMs: null, trialMemoryLimitMiB: null, instanceFeatures: null },
    })
    await using runner = await LambdaParallelRunner.create(worker, { cluster: found })
    expect(runner.limitDescription).toBe("2 workers: the account's unreserved concurrency")
    await runner.submitTrial({ configuration: { x: 2 } })
    await runner.wait()
    expect([...runner.iterResults()]).toMatchObject([[{}, { status: StatusType.SUCCESS, cost: 4, worker: { memoryMiB: 512 } }]])
  })

  it('takes the endpoint, region and credentials from the environment', async () => {
    clearEnvironment()
    vi.stubEnv('AWS_ENDPOINT_URL', cluster.endpoint)
    vi.stubEnv('AWS_REGION', region)
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'any')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any')
    await using found = await connect({ stack: 'mine' })
    expect(await found.transport.functions.limits({ signal: new AbortController().signal })).toMatchObject({ unreservedAccount: 2 })
  })

  it('says how to set what is missing', async () => {
    clearEnvironment()
    await expect(connect({ stack: 'mine', credentials })).rejects.toMatchObject({
      code: 'REGION_MISSING',
      message: expect.stringMatching(/no AWS region: give --region .* AWS_REGION, or .* "aws configure"/),
    })
    await expect(connect({ stack: 'mine', region })).rejects.toMatchObject({
      code: 'CREDENTIALS_MISSING',
      message: expect.stringMatching(/"aws sso login", .*AWS_PROFILE/),
    })
    await expect(connect({ region, credentials, endpoint: cluster.endpoint })).rejects.toMatchObject({
      code: 'STACK_MISSING',
      message: expect.stringContaining(
        'no stack trialfan in us-east-1: deploy it with "trialfan deploy --stack trialfan --region us-east-1"',
      ),
    })
    await expect(connect({ stack: 'mine', region, credentials, endpoint: 'http://127.0.0.1:1' })).rejects.toMatchObject({
      code: 'UNREACHABLE',
    })
  })
})

describe('the outputs of a stack', () => {
  const outputs = {
    [OUTPUT.protocol]: String(PROTOCOL_VERSION),
    [OUTPUT.version]: '0.9.0',
    [OUTPUT.bucket]: 'b',
    [OUTPUT.workers]: '[{"name":"w","memoryMiB":1769}]',
    [OUTPUT.relay]: 'r',
    [OUTPUT.timeoutSeconds]: '900',
    [OUTPUT.objectLifetimeDays]: '14',
    [OUTPUT.clientPolicy]: 'arn:p',
  }
  const described = (changes: Record<string, string | undefined> = {}, status = 'CREATE_COMPLETE'): DescribedStack => ({
    stack: 's',
    region,
    status,
    tags: new Map(),
    outputs: new Map(Object.entries({ ...outputs, ...changes }).filter((pair): pair is [string, string] => pair[1] !== undefined)),
  })

  it.each([
    ['older', PROTOCOL_VERSION - 1, 'run "trialfan deploy --stack s --region us-east-1"'],
    ['newer', PROTOCOL_VERSION + 1, 'run "npm install trialfan@0.9.0"'],
  ])('of an %s stack give one error with the command to run', (age, protocol, command) => {
    const read = () => stackFacts(described({ [OUTPUT.protocol]: String(protocol) }))
    expect(read).toThrow(expect.objectContaining({ code: 'PROTOCOL_VERSION', theirs: protocol, ours: PROTOCOL_VERSION }))
    expect(read).toThrow(`stack s in us-east-1 is ${age} (trialfan 0.9.0)`)
    expect(read).toThrow(command)
  })

  it('that are not there yet, or never will be, are told apart', () => {
    const none = { [OUTPUT.protocol]: undefined }
    expect(() => stackFacts(described(none, 'ROLLBACK_COMPLETE'))).toThrow(/not ready \(ROLLBACK_COMPLETE\).*trialfan deploy --stack s/)
    expect(() => stackFacts(described(none))).toThrow(/not deployed by trialfan.*--stack/)
  })

  it.each(['DELETE_IN_PROGRESS', 'DELETE_FAILED'])('of a stack that is going are not trusted: %s', (status) => {
    const read = () => stackFacts(described({}, status))
    expect(read).toThrow(expect.objectContaining({ code: 'STACK_NOT_READY', details: { stack: 's', region, status } }))
    expect(read).toThrow(/being deleted \(DELETE_.*trialfan destroy --stack s --region us-east-1.*trialfan deploy/)
  })

  it.each([
    [OUTPUT.bucket, undefined, 'BucketName: expected a text, got undefined'],
    [OUTPUT.timeoutSeconds, 'long', 'WorkerTimeoutSeconds: expected a number, got "long"'],
    [OUTPUT.workers, '[', 'output Workers of stack s: expected Array'],
    [OUTPUT.workers, '[]', 'output Workers of stack s: expected >=1'],
  ])('are checked: %s %s', (name, value, message) => {
    expect(() => stackFacts(described({ [name]: value }))).toThrow(message)
  })
})
