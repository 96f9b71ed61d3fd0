import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AwsAccount, openAwsAccount } from '../../../../client/aws/aws-account.ts'
import { deployedSizes } from '../../../../client/aws/deployed-sizes.ts'
import { ownStack } from '../../../../client/aws/own-stack.ts'
import { EmbeddedCloud } from '../../../../client/local/embedded-cloud.ts'
import { NO_FAULTS } from '../../../../client/local/model/cloud-faults.ts'
import type { StackListing } from '../../../../client/local/query/stack-listing.ts'
import { systemClock } from '../../../../client/runner/clock.ts'
import { OUTPUT, STACK_TAG } from '../../../../contract/deployment.ts'

const signal = new AbortController().signal
const workers = '[{"name":"a","memoryMiB":512},{"name":"b","memoryMiB":1024}]'
const listing = (name: string, tag: string | null, outputs: Readonly<Record<string, string>> = {}): StackListing => ({
  name,
  createdAt: 0,
  outputs,
  tags: tag === null ? {} : { [STACK_TAG]: tag },
})
let cloud: EmbeddedCloud
let account: AwsAccount
beforeAll(async () => {
  const stacks = [
    listing('mine', 'mine', { [OUTPUT.workers]: workers }),
    listing('bare', 'bare'),
    listing('theirs', null),
    listing('around', 'inner'),
  ]
  cloud = await EmbeddedCloud.start({
    region: 'us-east-1',
    accountConcurrency: 1,
    functions: [],
    buckets: [],
    stacks,
    clock: systemClock,
    faults: NO_FAULTS,
    directory: tmpdir(),
  })
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' }
  account = await openAwsAccount({ region: 'us-east-1', endpoint: cloud.endpoint, credentials })
})
afterAll(async () => {
  account.close()
  await cloud.close()
})

it('is known by its tag; there may be none of that name', async () => {
  expect(await ownStack(account, 'mine', signal)).toMatchObject({ stack: 'mine' })
  expect(await ownStack(account, 'none', signal)).toBeNull()
})

it.each(['theirs', 'around'])('somebody else’s is refused, whatever was to be done with it: %s', async (stack) => {
  await expect(ownStack(account, stack, signal)).rejects.toMatchObject({
    code: 'STACK_FOREIGN',
    message: expect.stringMatching(/does not carry the tag trialfan:stack; nothing was changed/),
  })
})

it('tells its sizes, so that deploying it again keeps them', async () => {
  expect(deployedSizes((await ownStack(account, 'mine', signal))!)).toEqual([512, 1024])
  expect(deployedSizes((await ownStack(account, 'bare', signal))!)).toBeNull()
})
