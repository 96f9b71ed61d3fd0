import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { connect } from '../../../../client/aws/connect.ts'
import { StackUpkeep } from '../../../../client/aws/stack-upkeep.ts'
import { LocalCluster } from '../../../../client/local/index.ts'
import { systemClock } from '../../../../client/runner/clock.ts'
import type { Check } from '../../../../client/upkeep/check.ts'
import { examineStack } from '../../../../client/upkeep/examine-stack.ts'
import { clientPolicy } from '../../../../contract/client-policy.ts'
import { GuardedEndpoint } from '../../../support/iam/guarded-endpoint.ts'
import { Policy } from '../../../support/iam/policy.ts'

const signal = new AbortController().signal
const policy = clientPolicy({
  partition: 'aws',
  region: 'us-east-1',
  account: '000000000000',
  stack: 'mine',
  bucket: 'mine-objects',
  workers: ['trialfan-worker', 'trialfan-worker-1024'],
})

let cluster: LocalCluster
let guard: GuardedEndpoint
beforeAll(async () => {
  cluster = await LocalCluster.start({ workers: 2, warm: false, stack: 'mine', memoryMiB: [512, 1024] })
  guard = await GuardedEndpoint.start(cluster.endpoint, policy)
})
afterAll(async () => {
  await guard.close()
  await cluster.close()
})

const account = () => ({ region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' }, endpoint: guard.endpoint })
const examine = (changes: Partial<Parameters<typeof examineStack>[0]> = {}): Promise<readonly Check[]> =>
  all(examineStack({ ...account(), stack: 'mine', clock: systemClock, signal, ...changes }))
async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}
const named = (checks: readonly Check[], name: string) => checks.find((check) => check.name === name)

it('finds a stack in order: every permission by a call, and trials there and back on every size', async () => {
  const checks = await examine()
  expect(checks.filter(({ status }) => status === 'failed' || status === 'skipped')).toEqual([])
  expect(checks.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['region', 'credentials', 'clock', 'stack', 'version', 'concurrency', 'first trial', 'second trial']),
  )
  expect(named(checks, 'first trial')?.text).toMatch(
    /^\d+ ms: invoke \d+, start \d+ \(cold, an environment .* \d+; fetch \d+\), run \d+, queue -?\d+$/,
  )
  expect(named(checks, 'second trial')?.text).toContain('(warm; fetch 0)')
  expect(named(checks, 'trial on 1024 MiB')).toMatchObject({ status: 'ok', text: expect.stringContaining('(cold') })
  expect(guard.denied).toEqual([])
})

it('says that a quota is that of a new account, and where to ask for more', async () => {
  const check = named(await examine(), 'concurrency')
  expect(check).toMatchObject({ status: 'warning', text: '2 in the account, 2 of it unreserved: so many trials can run at once' })
  expect(check?.mend).toMatch(/^a new account: ask for more at https:.*servicequotas.*L-B99A9384$/)
})

it('leaves nothing behind but one shared object, and the marks that its runs are over', async () => {
  await examine()
  await using found = await connect({ ...account(), endpoint: cluster.endpoint, stack: 'mine' })
  const upkeep = new StackUpkeep(found.facts, { ...account(), endpoint: cluster.endpoint })
  expect(await all(upkeep.leftovers.queues(signal))).toEqual([])
  const objects = (await all(upkeep.leftovers.objects(signal))) as readonly { readonly key: string }[]
  expect(objects.filter(({ key }) => !/^runs\/[^/]+\/cancelled$/.test(key))).toEqual([])
  upkeep.close()
})

it.each(policy.map(({ Sid }) => Sid))('without the statement %s, names what is missing and how to mend it', async (sid) => {
  const statement = policy.find(({ Sid }) => Sid === sid)!
  await withPolicy(
    policy.filter((other) => other !== statement),
    async () => {
      const failures = (await examine()).filter(({ status }) => status === 'failed')
      expect(failures.length).toBeGreaterThan(0)
      for (const failure of failures) {
        expect(statement.Action).toContain(failure.name)
        expect(failure.text).toContain(`permission ${failure.name} is missing`)
        expect(failure.mend).toContain(
          'attach the policy arn:aws:iam::000000000000:policy/mine-client-us-east-1 to arn:aws:iam::000000000000:user/embedded',
        )
        expect(failure.mend).toContain(`(its statement ${sid})`)
      }
    },
  )
})

it.each(policy.flatMap(({ Action }) => Action))('without %s alone, names it', async (action) => {
  const without = policy.map((statement) => ({ ...statement, Action: statement.Action.filter((other) => other !== action) }))
  await withPolicy(without, async () => {
    const failures = (await examine()).filter(({ status }) => status === 'failed')
    expect(failures.map(({ name }) => name)).toContain(action)
  })
})

async function withPolicy(statements: typeof policy, run: () => Promise<void>): Promise<void> {
  const before = guard.policy
  guard.policy = new Policy(statements)
  try {
    await run()
  } finally {
    guard.policy = before
    guard.denied.length = 0
  }
}

it('stops where nothing more can be found out, and says why', async () => {
  for (const name of ['AWS_REGION', 'AWS_PROFILE', 'AWS_ACCESS_KEY_ID']) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent')
  expect(await examine({ region: undefined })).toEqual([
    { name: 'region', status: 'failed', text: expect.stringContaining('set AWS_REGION'), mend: null },
  ])
  vi.unstubAllEnvs()
  const last = async (changes: Parameters<typeof examine>[0]) => (await examine(changes)).at(-1)
  expect(await last({ stack: 'other', endpoint: cluster.endpoint })).toMatchObject({
    name: 'stack',
    status: 'failed',
    text: expect.stringContaining('trialfan deploy'),
  })
  expect(await last({ endpoint: 'http://127.0.0.1:1' })).toMatchObject({
    name: 'credentials',
    status: 'failed',
    mend: expect.stringContaining('AWS_ENDPOINT_URL'),
  })
})

it('does not take a name that the policy does not know for a missing permission alone', async () => {
  expect((await examine({ stack: 'other' })).at(-1)).toMatchObject({
    name: 'cloudformation:DescribeStacks',
    mend: expect.stringMatching(
      /^if other is the right name \(--stack\): let an administrator attach .*:policy\/other-client-us-east-1 to/,
    ),
  })
  guard.denied.length = 0
})

it.each([
  [-20_000, 'ok', /^(19|20|21) s behind AWS$/],
  [60_000, 'warning', /^(59|60|61) s ahead of AWS$/],
  [-400_000, 'failed', /^(399|400|401) s behind AWS$/],
])('sees a clock that is %i ms off', async (offMs, status, text) => {
  const clock = { ...systemClock, now: () => systemClock.now() + offMs }
  expect(named(await examine({ stack: 'none', clock }), 'clock')).toMatchObject({ status, text: expect.stringMatching(text) })
})

it('tells a worker that runs nothing from one with a reservation', async () => {
  cluster.setLimits({ reservedConcurrency: 0 })
  const checks = await examine()
  expect(named(checks, 'reserved concurrency')).toMatchObject({
    status: 'failed',
    mend: 'lift it: aws lambda delete-function-concurrency --function-name trialfan-worker',
  })
  expect(named(checks, 'first trial')).toMatchObject({ status: 'failed', text: expect.stringContaining('is 0'), mend: null })
  cluster.setLimits({ reservedConcurrency: 1 })
  expect(named(await examine(), 'reserved concurrency')).toMatchObject({
    status: 'ok',
    text: expect.stringMatching(/^1 for trialfan-worker/),
  })
  cluster.setLimits({ reservedConcurrency: null })
})
