import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { describeThrown } from './result/describe-thrown.ts'
import type { Fault } from './result/fault.ts'
import type { ThreadMessage, ThreadOrder, ThreadSettings } from './thread/thread-message.ts'
import { TrialBoard } from './thread/trial-board.ts'
import { ThreadProcesses } from './thread-processes.ts'

/** Why a thread is gone. */
export interface ThreadLoss {
  /** True when its JavaScript heap was full. */
  readonly outOfMemory: boolean
  readonly fault: Fault
}

/** Hears of one trial. */
export interface ThreadListener {
  onMessage(message: ThreadMessage): void
  onLost(loss: ThreadLoss): void
}

export interface TargetThreadOptions {
  readonly threadFile: URL | string
  /** Limit of the JavaScript heap, MiB; null leaves Node's own. Fixed for the thread's life. */
  readonly heapMiB: number | null
  readonly log: (line: string) => void
}

/** A thread smaller than this cannot load a module. */
const MIN_HEAP_MIB = 16

/** One worker thread with one target loaded, as the main thread sees it. */
export class TargetThread {
  readonly board = new TrialBoard()
  /** Null when the target is loaded and trials can run; else why not. */
  readonly started: Promise<ThreadLoss | null>
  readonly exited: Promise<void>
  /** Trials that were sent to it. */
  trials = 0
  /** Whether the last trial left processes of its own running. */
  keepsProcesses = false
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #log: (line: string) => void
  #listener: ThreadListener | null = null
  #loss: ThreadLoss | null = null
  #over = false
  #exitCall: ThreadLoss | null = null
  #processes = new ThreadProcesses(null)

  constructor(settings: Omit<ThreadSettings, 'board' | 'port'>, options: TargetThreadOptions) {
    const { port1: port, port2: threadPort } = new MessageChannel()
    const workerData: ThreadSettings = { ...settings, board: this.board.memory, port: threadPort }
    this.#port = port
    this.#log = options.log
    this.#worker = new Worker(options.threadFile, {
      workerData,
      transferList: [threadPort],
      // Flags of this process are not the target's business; some (--input-type, --eval) would break the thread.
      execArgv: [],
      stdout: true,
      stderr: true,
      ...(options.heapMiB === null ? {} : { resourceLimits: heapLimits(options.heapMiB) }),
    })
    // What gets past the thread's own capture (native code) is thrown away, and does not pile up.
    this.#worker.stdout.resume()
    this.#worker.stderr.resume()
    const { promise: started, resolve: start } = Promise.withResolvers<ThreadLoss | null>()
    const { promise: exited, resolve: exit } = Promise.withResolvers<void>()
    this.started = started
    this.exited = exited
    const hear = (message: ThreadMessage): void => {
      if (message.kind === 'ready') start(null)
      if (message.kind === 'unusable') start({ outOfMemory: false, fault: message.fault })
      this.#onMessage(message)
    }
    port.on('message', hear)
    // The thread alone keeps the process alive, while it is held.
    port.unref()
    this.#worker.on('error', (error) => {
      this.#loss ??= lossFrom(error)
    })
    this.#worker.on('exit', (code) => {
      this.#over = true
      // What the thread said last may not have been delivered yet.
      for (let last = receiveMessageOnPort(port); last !== undefined; last = receiveMessageOnPort(port)) hear(last.message)
      port.close()
      const loss = this.#loss ?? this.#exitCall ?? plainLoss(endedBy(code), 'ThreadEnded')
      start(loss)
      exit()
      this.#listener?.onLost(loss)
    })
    this.#worker.unref()
  }

  /** False once it ended or was told to. */
  get usable(): boolean {
    return !this.#over
  }

  /** What its trials have started. */
  get processes(): ThreadProcesses {
    return this.#processes
  }

  listen(listener: ThreadListener | null): void {
    this.#listener = listener
  }

  send(order: ThreadOrder): void {
    if (order.kind === 'trial') this.trials++
    this.#port.postMessage(order)
  }

  /** While a trial runs, the process stays alive for it. */
  hold(): void {
    this.#worker.ref()
  }

  release(): void {
    this.#worker.unref()
  }

  /** CPU time of the thread up to now, ms; null where Node cannot tell (before 24.6) or the thread is gone. */
  async cpuMs(): Promise<number | null> {
    if (this.#over || typeof this.#worker.cpuUsage !== 'function') return null
    try {
      const { user, system } = await this.#worker.cpuUsage()
      return (user + system) / 1000
    } catch {
      return null
    }
  }

  /** Ends the thread, busy or not, and the processes that it has started. Resolves when it is gone. */
  async end(): Promise<void> {
    this.#over = true
    // First: a thread that waits inside Node for a process (execFileSync) cannot be ended before it.
    this.#processes.end()
    await this.#worker.terminate()
  }

  #onMessage(message: ThreadMessage): void {
    switch (message.kind) {
      case 'began':
        this.#processes = new ThreadProcesses(message.id)
        break
      case 'log':
        for (const line of message.text.split('\n')) this.#log(line)
        break
      case 'stray':
        this.#log(
          `after its trial had ended: ${message.fault.error}${message.fault.traceback === '' ? '' : `\n${message.fault.traceback}`}`,
        )
        break
      case 'exit':
        this.#over = true
        this.#exitCall = plainLoss(`the target called process.exit(${message.code})`, 'ProcessExit')
        break
    }
    this.#listener?.onMessage(message)
  }
}

function heapLimits(memoryMiB: number): { maxOldGenerationSizeMb: number; maxYoungGenerationSizeMb: number } {
  const heapMiB = Math.max(MIN_HEAP_MIB, Math.floor(memoryMiB))
  // Node's own young generation is up to 48 MiB: garbage alone would fill a small limit.
  return { maxOldGenerationSizeMb: heapMiB, maxYoungGenerationSizeMb: Math.min(48, Math.max(2, Math.floor(heapMiB / 8))) }
}

function lossFrom(error: unknown): ThreadLoss {
  const outOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  if (outOfMemory) return { outOfMemory, fault: { error: 'the JavaScript heap is full', errorType: 'HeapLimit', traceback: '' } }
  return { outOfMemory, fault: describeThrown(error) }
}

/** Node ends a thread with 13 when nothing is left that could settle a top-level await (process docs, "Exit codes"). */
function endedBy(code: number): string {
  return code === 13 ? 'a top-level await in the target never settles' : `the trial's thread ended (exit code ${code})`
}

function plainLoss(error: string, errorType: string): ThreadLoss {
  return { outOfMemory: false, fault: { error, errorType, traceback: '' } }
}
