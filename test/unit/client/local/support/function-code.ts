import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder with a function's code. The caller removes it. */
export async function functionCode(source: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trialfan-test-code-'))
  await writeFile(join(folder, 'handler.mjs'), source)
  return folder
}

/** Does what the event says, good or bad. */
export const OBEDIENT = `
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
const held = []
export const handler = async (event, context) => {
  switch (event.do) {
    case 'echo': return { event, id: context.awsRequestId, remainingMs: context.getRemainingTimeInMillis(), memory: context.memoryLimitInMB, arn: context.invokedFunctionArn }
    case 'pid': return process.pid
    case 'environment': return process.env
    case 'write': writeFileSync('written', 'by the target'); return process.cwd()
    case 'throw': throw new TypeError('as told')
    case 'exit': process.exit(event.code)
    case 'kill': process.kill(process.pid, 'SIGKILL')
    case 'sleep': { const start = Date.now(); await new Promise((r) => setTimeout(r, event.ms)); return { start, end: Date.now() } }
    case 'spin': for (;;);
    case 'spin in a thread': new Worker('for (;;);', { eval: true }); return process.pid
    case 'grow': for (;;) { held.push(Buffer.alloc(16 * 1024 * 1024, 1)); await new Promise((r) => setTimeout(r, 5)) }
    case 'reject': Promise.reject(new Error('nobody caught this')); return new Promise(() => {})
    case 'spawn': return spawn('sleep', ['1000'], { stdio: 'ignore' }).pid
    case 'log': console.log(event.line); console.error('also ' + event.line); return null
    case 'log much': for (let i = 0; i < 200; i++) await new Promise((r) => process.stdout.write('x'.repeat(1 << 16) + '\\n', r)); return null
    case 'large': return 'x'.repeat(event.bytes)
    case 'nothing': return undefined
  }
}
`

/** Puts the record it gets into the queue \`records\`. */
export const RECORDER = `
export const handler = async (record) => {
  const url = process.env.AWS_ENDPOINT_URL
  await fetch(url, { method: 'POST', headers: { authorization: 'AWS4-HMAC-SHA256', 'x-amz-target': 'AmazonSQS.SendMessage' },
    body: JSON.stringify({ QueueUrl: url + '/000000000000/records', MessageBody: JSON.stringify(record) }) })
}
`
