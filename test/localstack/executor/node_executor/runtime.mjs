// Stands where Lambda's Node.js runtime stands: loads the handler once, then answers one request a line.
import { writeSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import readline from 'node:readline'
import { pathToFileURL } from 'node:url'

const { ANSWER_FD, LAMBDA_TASK_ROOT: root, _HANDLER: handlerName, ...environment } = process.env
delete process.env.ANSWER_FD
const [file, name] = handlerName.split('.')
const { [name]: handler } = await import(pathToFileURL(path.join(root, `${file}.mjs`)).href)

/** A pipe takes what it has room for. */
function answer(value) {
  let rest = Buffer.from(`${JSON.stringify(value)}\n`)
  while (rest.length > 0) rest = rest.subarray(writeSync(Number(ANSWER_FD), rest))
}

function failureOf(thrown) {
  console.error(thrown)
  if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] }
  return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') }
}

async function serve({ id, event, arn, timeoutMs }) {
  const deadline = Date.now() + timeoutMs
  const context = {
    awsRequestId: id,
    invokedFunctionArn: arn,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  }
  try {
    answer({ isError: false, body: JSON.stringify(await handler(JSON.parse(event), context)) ?? 'null' })
  } catch (thrown) {
    answer({ isError: true, body: JSON.stringify(failureOf(thrown)) })
  }
}

answer({ isReady: true })
for await (const line of readline.createInterface({ input: process.stdin })) await serve(JSON.parse(line))
// LocalStack is gone: so is this process, whatever it has running.
process.exit()
