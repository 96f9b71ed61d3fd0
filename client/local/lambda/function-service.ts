import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { TrialfanError } from '../../../contract/errors.ts'
import type { Clock } from '../../runner/clock.ts'
import { Alarm } from '../alarm.ts'
import type { LogBuffer } from '../log-buffer.ts'
import type { CloudFaults } from '../model/cloud-faults.ts'
import type { InvokeReply, LambdaCommand } from '../model/lambda-command.ts'
import type { LambdaEvent } from '../model/lambda-event.ts'
import { LambdaModel } from '../model/lambda-model.ts'
import { lambdaArnPrefix } from '../place.ts'
import { EnvironmentProcess } from '../sandbox/environment-process.ts'
import { MemoryWatch } from '../sandbox/memory-watch.ts'
import type { FunctionDefinition } from './function-definition.ts'

export interface FunctionServiceOptions {
  readonly region: string
  readonly accountConcurrency: number
  readonly clock: Clock
  readonly newId: () => string
  readonly faults: CloudFaults
  readonly logs: LogBuffer
  /** Where environments have their own folders. */
  readonly folder: string
  /** `127.0.0.1:<port>`; known once the server listens. */
  readonly address: () => string
}

/** One environment, for reports and tests. */
export interface EnvironmentView {
  readonly id: string
  readonly function: string
  readonly state: 'starting' | 'idle' | 'busy' | 'finishing'
  readonly pid: number | null
  /** What it works on, or null. */
  readonly requestId: string | null
}

/** An environment that nobody used for so long ends. Lambda does not say; minutes are seen. */
const IDLE_EXPIRY_MS = 600_000
/** Lambda stops an init after 10 s and runs it again under the function's time-out; here it simply may take longer. */
const INIT_TIMEOUT_MS = 60_000
/** A sandbox maps its own copy of Node, which Lambda's memory setting does not have to hold: on top of the function's memory. */
const NODE_ALLOWANCE_MIB = 64
/** Paths of the Runtime API start so; no bucket's name can. */
export const ENVIRONMENT_PREFIX = '/_environment/'

/** The Lambda model, carried out: commands become processes and HTTP answers, and what they do goes back in as events. */
export class FunctionService {
  readonly model: LambdaModel
  readonly #options: FunctionServiceOptions
  readonly #definitions = new Map<string, FunctionDefinition>()
  readonly #processes = new Map<string, EnvironmentProcess>()
  readonly #replies = new Map<string, (reply: InvokeReply) => void>()
  readonly #watchers = new Set<() => void>()
  readonly #memory: MemoryWatch
  readonly #alarm: Alarm
  #failedStarts = 0
  #closed = false

  constructor(options: FunctionServiceOptions) {
    this.#options = options
    this.#memory = new MemoryWatch(options.clock)
    this.#alarm = new Alarm(options.clock, () => this.feed({ kind: 'tick' }))
    this.model = new LambdaModel({
      arnPrefix: lambdaArnPrefix(options.region),
      accountConcurrency: options.accountConcurrency,
      idleExpiryMs: IDLE_EXPIRY_MS,
      throttledEvents: 'wait',
      newId: options.newId,
      faults: options.faults,
    })
  }

  define(definition: FunctionDefinition): void {
    this.#definitions.set(definition.name, definition)
    this.model.configure({ ...definition, initTimeoutMs: INIT_TIMEOUT_MS })
  }

  definition(name: string): FunctionDefinition | undefined {
    return this.#definitions.get(name)
  }

  definitions(): Iterable<FunctionDefinition> {
    return this.#definitions.values()
  }

  invoke(name: string, requestId: string, payload: string, mode: 'event' | 'request'): Promise<InvokeReply> {
    return new Promise((resolve) => {
      this.#replies.set(requestId, resolve)
      this.feed({ kind: 'invoke', function: name, requestId, payload, mode })
    })
  }

  /** Starts environments and resolves when they all are ready. @throws TrialfanError `ENVIRONMENT_START` when one cannot start */
  warm(name: string, environments: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const failedBefore = this.#failedStarts
      const look = (): void => {
        const ready = this.environments().filter((environment) => environment.function === name && environment.state !== 'starting')
        if (ready.length < environments && this.#failedStarts === failedBefore && !this.#closed) return
        this.#watchers.delete(look)
        if (ready.length >= environments) {
          resolve()
          return
        }
        const log = this.#options.logs.text().slice(-2000)
        reject(new TrialfanError('ENVIRONMENT_START', `an environment of ${name} did not start; its log ends with:\n${log}`, { name, log }))
      }
      this.#watchers.add(look)
      this.feed({ kind: 'warm', function: name, environments })
    })
  }

  environments(): EnvironmentView[] {
    return [...this.model.environments()].map((environment) => ({
      id: environment.id,
      function: environment.function.settings.name,
      state: environment.state,
      pid: this.#processes.get(environment.id)?.pid ?? null,
      requestId: environment.invocation?.requestId ?? null,
    }))
  }

  /** @returns false when there is no such environment */
  kill(environment: string): boolean {
    const found = this.#processes.get(environment)
    found?.kill()
    return found !== undefined
  }

  knows(environment: string): boolean {
    return this.#processes.has(environment)
  }

  /** An environment asks for work over the Runtime API; `response` is kept until there is some. */
  next(environment: string, response: ServerResponse): void {
    const found = this.#processes.get(environment)
    if (found === undefined) return
    found.next = response
    found.ready = true
    if (found.watched !== null) found.watched.active = false
    this.feed({ kind: 'environment ready', environment })
  }

  feed(event: LambdaEvent): void {
    if (this.#closed) return
    if (event.kind === 'environment failed to start') this.#failedStarts++
    for (const command of this.model.handle(event, this.#options.clock.now())) this.#carryOut(command)
    this.#alarm.set(this.model.nextDeadline())
    for (const look of this.#watchers) look()
    if (event.kind === 'answered' || event.kind === 'failed') this.#askedAlready(event.environment)
  }

  /** An environment may ask for its next event while its answer is still on the way: it is ready once that is here. */
  #askedAlready(environment: string): void {
    const asked = this.#processes.get(environment)?.next ?? null
    if (asked !== null) this.feed({ kind: 'environment ready', environment })
  }

  /** Ends every environment and waits until they are gone; callers that wait are told 503 by their broken connection. */
  async close(): Promise<void> {
    this.#closed = true
    this.#alarm.stop()
    this.#memory.stop()
    for (const look of this.#watchers) look()
    const processes = [...this.#processes.values()]
    for (const one of processes) one.kill()
    await Promise.all(processes.map((one) => one.exited()))
  }

  #carryOut(command: LambdaCommand): void {
    switch (command.kind) {
      case 'start environment':
        this.#start(command.environment, command.function)
        return
      case 'dispatch':
        this.#dispatch(command)
        return
      case 'stop environment':
        this.#processes.get(command.environment)?.kill()
        return
      case 'reply': {
        const reply = this.#replies.get(command.requestId)
        this.#replies.delete(command.requestId)
        reply?.(command.reply)
      }
    }
  }

  #start(environment: string, name: string): void {
    const definition = this.#definitions.get(name)
    if (definition === undefined) throw new RangeError(`no function ${name}`)
    const address = this.#options.address()
    const place = {
      environment,
      folder: join(this.#options.folder, 'environments', environment),
      runtimeApi: `${address}${ENVIRONMENT_PREFIX}${environment}`,
      endpoint: `http://${address}`,
      region: this.#options.region,
    }
    const { logs, folder: clusterFolder } = this.#options
    const started: EnvironmentProcess = new EnvironmentProcess({
      definition,
      place,
      clusterFolder,
      logs,
      onExit: (exit) => {
        this.#memory.remove(started.watched)
        this.#processes.delete(environment)
        if (!started.ready) this.#failedStarts++
        this.feed({ kind: 'environment exited', environment, exit })
      },
    })
    started.watched = this.#memory.add(started.pid, definition.memoryMiB + NODE_ALLOWANCE_MIB, () => started.killForMemory())
    this.#processes.set(environment, started)
  }

  #dispatch(command: Extract<LambdaCommand, { kind: 'dispatch' }>): void {
    const { environment, requestId, payload, deadline } = command
    const found = this.#processes.get(environment)
    const response = found?.next ?? null
    // A process that died a moment ago: its exit is on its way and ends this invocation.
    if (found === undefined || response === null) return
    found.next = null
    if (found.watched !== null) found.watched.active = true
    response.writeHead(200, [
      'Content-Type',
      'application/json',
      'Content-Length',
      String(Buffer.byteLength(payload)),
      'Lambda-Runtime-Aws-Request-Id',
      requestId,
      'Lambda-Runtime-Deadline-Ms',
      String(deadline),
      'Lambda-Runtime-Invoked-Function-Arn',
      lambdaArnPrefix(this.#options.region) + found.definition.name,
    ])
    response.end(payload)
  }
}
