// How soon 1,000 trials are accepted by a cloud 50 ms away, from a cold start of every socket; prints lines of JSON.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { LambdaParallelRunner, TargetFunctionRunner } from 'trialfan'
import type { createAwsTransport } from '../../client/aws/aws-transport.ts'
import { emit } from './emit.ts'
import { TRIAL_SETTINGS } from './trial-settings.ts'
import { trialsOf } from './trials-of.ts'

const TRIALS = 1_000
const ROUND_TRIP_MS = 50

// A process of its own: what the stand-in costs is no cost of the client.
const cloud = fork(new URL('../distant/main.ts', import.meta.url), [String(TRIALS), String(ROUND_TRIP_MS)])
const [{ endpoint }] = (await once(cloud, 'message')) as [{ endpoint: string }]

// The adapter is no public name; the built one is taken, as by everything else here.
const adapter = new URL('../../dist/client/aws/aws-transport.js', import.meta.url).href
const { createAwsTransport: create } = (await import(adapter)) as { createAwsTransport: typeof createAwsTransport }
const transport = create({
  region: 'us-east-1',
  credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  endpoint,
  stack: 'bench',
  bucket: 'bench-objects',
  workers: [{ name: 'bench-worker', memoryMiB: 1769 }],
  timeoutMs: 900_000,
})
const close = async (): Promise<void> => transport.close()
const cluster = { stack: 'bench', description: 'a stand-in far away', transport, close, [Symbol.asyncDispose]: close }
const worker = new TargetFunctionRunner({ target: new URL('./no-op-target.ts', import.meta.url), scenario: TRIAL_SETTINGS })
const runner = await LambdaParallelRunner.create(worker, { cluster })

const before = performance.now()
await Promise.all(trialsOf(TRIALS, 6).map((info) => runner.submitTrial(info)))
emit({ thousandAcceptedMs: performance.now() - before })

await runner.close({ force: true })
cloud.disconnect()
