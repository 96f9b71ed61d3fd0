import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { installLocalStack } from './install.ts'

const START_MS = 90_000
const STOP_MS = 15_000

/** A LocalStack of our own, on loopback, without Docker: its functions are processes of this machine. */
export class LocalStack implements AsyncDisposable {
  readonly endpoint: string
  readonly #process: ChildProcess
  readonly #folder: string

  static async start(): Promise<LocalStack> {
    const python = installLocalStack()
    const stack = new LocalStack(python, await freePort())
    try {
      await stack.#ready()
      return stack
    } catch (cause) {
      await stack[Symbol.asyncDispose]()
      throw cause
    }
  }

  private constructor(python: string, port: number) {
    this.endpoint = `http://localhost:${port}`
    this.#folder = mkdtempSync(join(tmpdir(), 'trialfan-localstack-'))
    const log = openSync(this.#log, 'w')
    this.#process = spawn(python, ['-m', 'localstack.runtime.main'], {
      detached: true,
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        // The server it takes by default listens on every interface, whatever it is told.
        GATEWAY_SERVER: 'hypercorn',
        GATEWAY_LISTEN: `127.0.0.1:${port}`,
        LOCALSTACK_HOST: `localhost:${port}`,
        SQS_ENDPOINT_STRATEGY: 'path',
        LAMBDA_RUNTIME_EXECUTOR: 'node',
        LOCALSTACK_VOLUME_DIR: join(this.#folder, 'volume'),
        FILESYSTEM_ROOT: join(this.#folder, 'files'),
        // Nothing is asked of the network.
        DNS_ADDRESS: '0',
        SKIP_SSL_CERT_DOWNLOAD: '1',
        DISABLE_EVENTS: '1',
      },
    })
    closeSync(log)
    process.once('exit', () => this.#kill('SIGKILL'))
  }

  get #log(): string {
    return join(this.#folder, 'log')
  }

  /** The end of what it wrote. */
  logTail(): string {
    return readFileSync(this.#log, 'utf8').slice(-10_000)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve))
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.#kill('SIGTERM')
      await Promise.race([ended, sleep(STOP_MS, undefined, { ref: false })])
    }
    this.#kill('SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #ready(): Promise<void> {
    const end = Date.now() + START_MS
    while (Date.now() < end && this.#process.exitCode === null) {
      const answer = await fetch(`${this.endpoint}/_localstack/health`).catch(() => null)
      if (answer?.ok === true) return
      await sleep(250)
    }
    throw new Error(`LocalStack did not start:\n${this.logTail()}`)
  }

  #kill(signal: NodeJS.Signals): void {
    try {
      if (this.#process.pid !== undefined) process.kill(-this.#process.pid, signal)
    } catch {
      // It has ended, with all of its group.
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
