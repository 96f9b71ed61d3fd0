import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import { EmbeddedCloud } from '../../../../../client/local/embedded-cloud.ts'
import { Faults } from '../../../../../client/local/faults.ts'
import type { FunctionDefinition } from '../../../../../client/local/lambda/function-definition.ts'
import { systemClock } from '../../../../../client/runner/clock.ts'
import { functionCode, OBEDIENT, RECORDER } from './function-code.ts'

/** An embedded cloud with a function \`obedient\`, whose failure records reach the queue \`records\`, and the unchanged SDK clients. */
export async function startCloud(settings: Partial<FunctionDefinition> & { concurrency?: number; source?: string } = {}) {
  const { concurrency = 2, source = OBEDIENT, ...changes } = settings
  const [code, recorder] = await Promise.all([functionCode(source), functionCode(RECORDER)])
  const faults = new Faults()
  const obedient: FunctionDefinition = {
    name: 'obedient',
    code,
    timeoutMs: 30_000,
    memoryMiB: 256,
    environment: { OWN: 'value' },
    maximumRetryAttempts: 0,
    maximumEventAgeMs: 3_600_000,
    onFailure: 'recorder',
    separateConcurrency: null,
    ...changes,
  }
  const cloud = await EmbeddedCloud.start({
    region: 'us-east-1',
    accountConcurrency: concurrency,
    functions: [
      obedient,
      { ...obedient, name: 'recorder', code: recorder, timeoutMs: 30_000, memoryMiB: 256, onFailure: null, separateConcurrency: 1 },
    ],
    buckets: ['bucket'],
    clock: systemClock,
    faults,
    directory: tmpdir(),
  })
  const settingsOfSdk = {
    endpoint: cloud.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
  }
  const lambda = new LambdaClient(settingsOfSdk)
  const sqs = new SQSClient(settingsOfSdk)
  const s3 = new S3Client(settingsOfSdk)
  return {
    cloud,
    faults,
    lambda,
    sqs,
    s3,
    async [Symbol.asyncDispose]() {
      for (const client of [lambda, sqs, s3]) client.destroy()
      await cloud.close()
      for (const folder of [code, recorder]) await rm(folder, { recursive: true, force: true })
    },
  }
}
export type StartedCloud = Awaited<ReturnType<typeof startCloud>>
