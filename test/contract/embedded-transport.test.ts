import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { createAwsTransport } from '../../client/aws/aws-transport.ts'
import { EmbeddedCloud } from '../../client/local/embedded-cloud.ts'
import { NO_FAULTS } from '../../client/local/model/cloud-faults.ts'
import { systemClock } from '../../client/runner/clock.ts'
import { functionCode } from '../unit/client/local/support/function-code.ts'
import { ECHO_FUNCTION } from './echo-function.ts'
import { describeTransport } from './transport-suite.ts'

describeTransport('the embedded cloud, over its HTTP face', async () => {
  const code = await functionCode(ECHO_FUNCTION)
  const cloud = await EmbeddedCloud.start({
    region: 'us-east-1',
    accountConcurrency: 2,
    functions: [
      {
        name: 'echo',
        code,
        timeoutMs: 60_000,
        memoryMiB: 256,
        environment: {},
        maximumRetryAttempts: 0,
        maximumEventAgeMs: 60_000,
        onFailure: null,
        separateConcurrency: null,
      },
    ],
    buckets: ['objects'],
    clock: systemClock,
    faults: NO_FAULTS,
    directory: tmpdir(),
  })
  const transport = createAwsTransport({
    region: cloud.region,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    endpoint: cloud.endpoint,
    stack: 'contract',
    bucket: 'objects',
    workers: [{ name: 'echo', memoryMiB: 256 }],
    timeoutMs: 60_000,
    limitsMaxAgeMs: 0,
  })
  return {
    transport,
    async setReservedConcurrency(reserved) {
      cloud.functions.feed({ kind: 'reserved concurrency set', function: 'echo', reserved })
    },
    async close() {
      transport.close()
      await cloud.close()
      await rm(code, { recursive: true, force: true })
    },
  }
})
