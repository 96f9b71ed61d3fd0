// Runs in the sandbox's own process, and imports nothing of ours: it stands where Lambda's Node runtime stands.
// Source: Lambda developer guide, "Using the Lambda runtime API for custom runtimes".
import { rmSync } from 'node:fs'
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

type Handler = (event: unknown, context: object) => unknown

interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const variable = (name: string): string => process.env[name] ?? ''
const api = new URL(`http://${variable('AWS_LAMBDA_RUNTIME_API')}/2018-06-01/runtime`)
/** Two: an answer is on its way while the next event is asked for. */
const agent = new Agent({ keepAlive: true, maxSockets: 2 })
/** The cluster's temporary folder, which is removed when the client died without doing so. */
const clusterFolder = process.argv[2]
let current: string | null = null

/** The client is gone: so is this process, with all it started, and what the client left on the disk. */
function die(): never {
  try {
    if (clusterFolder !== undefined) rmSync(clusterFolder, { recursive: true, force: true })
  } catch {
    // Another environment is removing it at the same time.
  }
  try {
    process.kill(-process.pid, 'SIGKILL')
  } catch {
    process.kill(process.pid, 'SIGKILL')
  }
  process.exit(1)
}

function call(method: 'GET' | 'POST', path: string, body = '', errorType?: string): Promise<Reply> {
  return new Promise((resolve) => {
    const outgoing = request(
      {
        agent,
        method,
        host: api.hostname,
        port: api.port,
        path: api.pathname + path,
        headers: {
          ...(method === 'POST' && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
          ...(errorType !== undefined && { 'Lambda-Runtime-Function-Error-Type': errorType }),
        },
      },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', die)
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks).toString() }),
        )
      },
    )
    outgoing.on('error', die)
    outgoing.end(body)
  })
}

function describeError(error: unknown): { errorType: string; errorMessage: string; trace: string[] } {
  if (error instanceof Error) {
    return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] }
}

async function fail(path: string, failure: { readonly errorType: string }): Promise<void> {
  await call('POST', path, JSON.stringify(failure), failure.errorType)
}

/** What nobody caught ends the environment, after the invocation that runs was told. */
async function crash(errorType: string, error: unknown, exitCode: number): Promise<void> {
  const failure = { ...describeError(error), errorType }
  process.stderr.write(`${failure.trace.join('\n')}\n`)
  if (current !== null) await fail(`/invocation/${current}/error`, failure)
  process.exit(exitCode)
}

async function loadHandler(): Promise<Handler> {
  const [file = 'handler', name = 'handler'] = variable('_HANDLER').split('.')
  const module = (await import(pathToFileURL(join(variable('LAMBDA_TASK_ROOT'), `${file}.mjs`)).href)) as Record<string, unknown>
  const handler = module[name]
  if (typeof handler === 'function') return handler as Handler
  throw Object.assign(new Error(`${file}.${name} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' })
}

async function serveOne(handler: Handler): Promise<void> {
  const next = await call('GET', '/invocation/next')
  if (next.status !== 200) die()
  const id = String(next.headers['lambda-runtime-aws-request-id'])
  const deadline = Number(next.headers['lambda-runtime-deadline-ms'])
  current = id
  const context = {
    awsRequestId: id,
    functionName: variable('AWS_LAMBDA_FUNCTION_NAME'),
    functionVersion: variable('AWS_LAMBDA_FUNCTION_VERSION'),
    invokedFunctionArn: next.headers['lambda-runtime-invoked-function-arn'],
    memoryLimitInMB: variable('AWS_LAMBDA_FUNCTION_MEMORY_SIZE'),
    logGroupName: variable('AWS_LAMBDA_LOG_GROUP_NAME'),
    logStreamName: variable('AWS_LAMBDA_LOG_STREAM_NAME'),
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  }
  try {
    const answer = await handler(next.body === '' ? {} : JSON.parse(next.body), context)
    // Not awaited: the cluster gives out the next event when it has this answer, whichever request it sees first.
    void call('POST', `/invocation/${id}/response`, JSON.stringify(answer) ?? 'null')
  } catch (error) {
    const failure = describeError(error)
    process.stderr.write(`${failure.trace.join('\n')}\n`)
    await fail(`/invocation/${id}/error`, failure)
  }
  current = null
}

process.stdin.on('end', die)
process.stdin.on('close', die)
process.stdin.on('error', die)
process.stdin.resume()
process.on('uncaughtException', (error) => void crash('Runtime.UncaughtException', error, 129))
process.on('unhandledRejection', (reason) => void crash('Runtime.UnhandledPromiseRejection', reason, 128))

let handler: Handler
try {
  handler = await loadHandler()
} catch (error) {
  const failure = describeError(error)
  process.stderr.write(`${failure.trace.join('\n')}\n`)
  await fail('/init/error', failure)
  process.exit(1)
}
for (;;) await serveOne(handler)
