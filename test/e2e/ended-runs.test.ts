import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startRun } from '../../client/launch/start-run.ts'
import type { Cluster } from '../../client/runner/cluster.ts'
import type { Transport } from '../../client/runner/transport.ts'
import { integer } from '../../client/space/index.ts'
import { defineStudy, type Study } from '../../client/study/study.ts'
import { openPlace, type Place } from '../support/place.ts'
import { fixture } from '../support/scenario.ts'

const { signal } = new AbortController()
let directory = ''
let place: Place

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trialfan-ended-'))
  place = await openPlace({ workers: 2 })
})
afterAll(async () => {
  await place[Symbol.asyncDispose]()
  await rm(directory, { recursive: true })
})

/** The same cluster; `payloads` gets every event that is sent. */
function watched({ stack, description, transport }: Cluster, payloads: string[]): Cluster {
  const { functions, queues, objects, objectLifetimeMs } = transport
  const { accountLimit, limitsMaxAgeMs, timeoutMs, sizesMiB } = functions
  const seen: Transport = {
    functions: {
      ...{ accountLimit, limitsMaxAgeMs, timeoutMs, sizesMiB },
      limits: (options) => functions.limits(options),
      invoke(payload, options) {
        payloads.push(payload)
        return functions.invoke(payload, options)
      },
    },
    queues,
    objects,
    objectLifetimeMs,
  }
  const close = async (): Promise<void> => {}
  return { stack, description, transport: seen, close, [Symbol.asyncDispose]: close }
}

test('no event of an ended run executes its target again: of its session, and after its time', async () => {
  const { functions, queues } = place.cluster.transport
  const payloads: string[] = []
  const interrupt = new AbortController()
  let told = 0
  const onTellEnd = (): void => {
    if (++told === 3) interrupt.abort()
  }
  const study = defineStudy({
    name: 'ended',
    target: fixture('sleepy'),
    space: { ms: integer(1, 20) },
    optimizer: 'random-search',
    trials: 100,
    workers: 2,
  }) as unknown as Study
  const run = await startRun(study, { directory, cluster: watched(place.cluster, payloads), callbacks: [{ onTellEnd }] })
  await run.optimizer.optimize({ signal: interrupt.signal })
  await run.close()
  const url = (await queues.find(run.id, { signal })) ?? ''
  expect(payloads.length).toBeGreaterThanOrEqual(3)

  // A trial that was under way when the run ended may be answered after it, and a worker believes for 5 s that a run goes on.
  let late = await queues.receive(url, { waitSeconds: 6, signal })
  while (late.length > 0) late = await queues.receive(url, { waitSeconds: 6, signal })
  const sentAgainAt = Date.now()
  // They come again, as an event that was delivered twice, or late.
  const send = (payload: string, changes: object): Promise<unknown> =>
    functions.invoke(JSON.stringify({ ...JSON.parse(payload), ...changes }), { signal })
  for (const payload of payloads) await send(payload, {})
  const first = payloads[0] ?? ''
  // One in place of an ended session, one in time: these are answered, so the others would have been.
  await send(first, { session: 99, trial: 1_000, notAfter: 1 })
  await send(first, { session: 99, trial: 1_001 })
  const answers: { readonly trial: number; readonly started?: boolean; readonly status?: number; readonly startedAt?: number }[] = []
  while (!answers.some(({ trial }) => trial === 1_000) || !answers.some(({ trial }) => trial === 1_001)) {
    for (const { body, receipt } of await queues.receive(url, { waitSeconds: 5, signal })) {
      answers.push(JSON.parse(body))
      await queues.acknowledge(url, [receipt], { signal })
    }
  }
  for (const { body } of await queues.receive(url, { waitSeconds: 2, signal })) answers.push(JSON.parse(body))
  const again = answers.filter(({ trial, started, startedAt = 0 }) => trial < 1_000 && started === true && startedAt >= sentAgainAt)
  expect(again).toEqual([])
  expect(answers.find(({ trial }) => trial === 1_000)).toMatchObject({ started: false, status: 2 })
  expect(answers.find(({ trial }) => trial === 1_001)).toMatchObject({ started: true, status: 1 })
  await queues.remove(url, { signal })
})
