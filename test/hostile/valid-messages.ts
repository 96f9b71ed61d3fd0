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

export const claimedResult = { ...attempt, claim: { key: `runs/${RUN}/results/3-1.json`, sha256, bytes: 300_000 } }

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

export const claimedEvent = { ...attempt, ...queue, claim: { key: `runs/${RUN}/events/3-1.json`, sha256, bytes: 70_000 } }

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
