import { categorical, float, integer } from '../../client/space/index.ts'

export const RUN = 'a-run'

const sha256 = 'a'.repeat(64)
const attempt = { protocol: 1, run: RUN, trial: 3, attempt: 1 }
const worker = { environment: 'e', cold: false, initMs: 1, memoryMiB: 1769, peakRssMiB: 90, requestId: 'r', fetchMs: 0 }
const queue = { notAfter: 2_000_000_000_000, resultQueueUrl: `https://sqs.us-east-1.amazonaws.com/000000000000/trialfan-run-${RUN}` }

export const result = {
  ...attempt,
  status: 1,
  cost: [1.5],
  runtimeMs: 3,
  cpuTimeMs: 2,
  startedAt: 10,
  endedAt: 13,
  info: { note: 'kept' },
  worker,
  started: true,
  retryable: false,
}

export const claimedResult = { ...attempt, claim: { key: `runs/${RUN}/results/3-1-${sha256}.json`, sha256, bytes: 300_000 } }

export const event = {
  ...attempt,
  ...queue,
  target: { key: `objects/${sha256}`, sha256, bytes: 10, export: 'default' },
  objectives: ['cost'],
  data: { key: `objects/${sha256}`, sha256, bytes: 10 },
  configuration: { x: 1, y: 'a' },
  instance: null,
  features: [1, 2],
  budget: null,
  seed: 0,
  limits: { timeMs: 100, memoryMiB: null },
}

export const claimedEvent = { ...attempt, ...queue, claim: { key: `runs/${RUN}/events/3-1-${sha256}.json`, sha256, bytes: 70_000 } }

export const failureRecord = {
  version: '1.0',
  timestamp: '2026-11-24T00:00:00.000Z',
  requestContext: { requestId: 'r', functionArn: 'arn', condition: 'RetriesExhausted', approximateInvokeCount: 1 },
  requestPayload: event,
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  responsePayload: { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with error: signal: killed' },
}

export const journalRecords = [
  { n: 0, at: 1, type: 'session', format: 1, run: RUN, session: 0, trialfan: '0.1.0', pid: 1, host: 'h', queue: 'new' },
  { n: 1, at: 1, type: 'asked', want: 1, times: 1, trials: [{ configuration: { x: 1 }, seed: 0 }] },
  { n: 2, at: 1, type: 'sent', trial: 0, wire: 0, attempt: 1 },
  { n: 3, at: 1, type: 'told', trial: 0 },
]

export const manifest = {
  format: 1,
  run: RUN,
  trialfan: '0.1.0',
  created: '2026-11-24T00:00:00.000Z',
  study: { name: 'a study', file: '/home/a/study.ts', facts: { space: 'f00d', seed: 'beef' } },
  space: {
    name: 'space',
    hyperparameters: [
      { type: 'uniform_float', name: 'x', lower: 0, upper: 1, default_value: 0.5, log: false, meta: null },
      { type: 'categorical', name: 'kind', choices: ['a', 'b'], weights: null, default_value: 'a', meta: null },
    ],
    conditions: [{ type: 'EQ', child: 'x', parent: 'kind', value: 'b' }],
    forbiddens: [],
    format_version: 0.4,
  },
  target: sha256,
  optimizer: { name: 'random-search', description: 'random search' },
  seed: 0,
  workers: null,
  objectives: ['cost'],
  instances: null,
  trials: 10,
  maxCostUsd: null,
  cluster: { kind: 'stack', stack: 'trialfan', region: 'eu-west-1' },
}

export const lease = {
  format: 1,
  run: RUN,
  holder: 3,
  owner: { pid: 7, host: 'h', since: 1, processStart: '12' },
  at: 5,
  released: false,
  journal: {
    bytes: 1_048_586,
    crc: 77,
    parts: [
      [1, 0, 1_048_576],
      [3, 0, 10],
    ],
  },
}

export const studyOptions = {
  name: 'a study',
  target: './target.ts',
  space: { x: float(0, 1), n: integer(1, 9, { log: true }), c: categorical(['a', 'b']) },
  objectives: ['cost'],
  trials: 10,
  instances: ['i', 'j'],
  instanceFeatures: { i: [1, 2], j: [3, 4] },
  minBudget: 1,
  maxBudget: 9,
  trialTimeLimitMs: 100,
  crashCost: 5,
  prices: { usdPerMillionRequests: 0.3 },
  toleratedFailures: { share: 0.5, atLeast: 3 },
  seed: 4,
  workers: 2,
  optimizer: 'random-search',
}
