import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { FunctionDefinition } from '../lambda/function-definition.ts'
import type { LogBuffer } from '../log-buffer.ts'
import type { EnvironmentExit } from '../model/environment-failure.ts'
import type { WatchedProcess } from './memory-watch.ts'
import { type SandboxPlace, sandboxEnvironment } from './sandbox-environment.ts'

const unbuilt = import.meta.url.endsWith('.ts')
const BOOTSTRAP = fileURLToPath(new URL(unbuilt ? './bootstrap.ts' : './bootstrap.js', import.meta.url))
// Node 22.12 strips types only when asked to; later versions do it by themselves.
const STRIP_TYPES = unbuilt && process.features.typescript === false ? ['--experimental-strip-types'] : []

export interface EnvironmentProcessOptions {
  readonly definition: FunctionDefinition
  readonly place: SandboxPlace
  /** Removed by the sandbox when the client dies without closing the cluster. */
  readonly clusterFolder: string
  readonly logs: LogBuffer
  readonly onExit: (exit: EnvironmentExit) => void
}

/**
 * One execution environment: a Node process of its own group, so that Ctrl+C in a terminal reaches the client only
 * and a kill reaches whatever a target started. Its standard input is the lifeline: when it ends, the process ends.
 */
export class EnvironmentProcess {
  readonly definition: FunctionDefinition
  /** The Runtime API call that waits for an invocation. */
  next: ServerResponse | null = null
  /** True once it asked for its first invocation. */
  ready = false
  watched: WatchedProcess | null = null
  readonly #child: ChildProcess
  readonly #exited: Promise<void>
  #isOutOfMemory = false

  constructor(options: EnvironmentProcessOptions) {
    const { definition, place } = options
    this.definition = definition
    // The function's code is every environment's: what a target writes beside it would meet in one folder.
    const workingDirectory = join(place.folder, 'working-directory')
    mkdirSync(workingDirectory, { recursive: true, mode: 0o700 })
    const child = spawn(
      process.execPath,
      [...STRIP_TYPES, `--max-old-space-size=${definition.memoryMiB}`, BOOTSTRAP, options.clusterFolder],
      {
        detached: true,
        cwd: workingDirectory,
        env: sandboxEnvironment(definition, place, process.env),
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    )
    this.#child = child
    // The lifeline breaks when the sandbox dies first; that is told by its exit.
    child.stdin.on('error', () => {})
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => options.logs.write(place.environment, chunk))
      stream.on('error', () => {})
    }
    this.#exited = new Promise((resolve) => {
      const end = (exit: EnvironmentExit): void => {
        // What the sandbox started may live on in its group.
        this.kill()
        rmSync(place.folder, { recursive: true, force: true })
        options.onExit(exit)
        resolve()
      }
      child.once('exit', (code, signal) => end({ code, signal, outOfMemory: this.#isOutOfMemory }))
      child.once('error', (error) => {
        options.logs.write(place.environment, Buffer.from(`${error.message}\n`))
        if (child.pid === undefined) end({ code: 1, signal: null })
      })
    })
  }

  get pid(): number | null {
    return this.#child.pid ?? null
  }

  /** Kills the process and everything in its group. */
  kill(): void {
    const { pid } = this.#child
    if (pid === undefined) return
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      this.#child.kill('SIGKILL')
    }
  }

  /** Kills it as the kernel would that finds its memory used up. */
  killForMemory(): void {
    this.#isOutOfMemory = true
    this.kill()
  }

  /** Resolves when the process is gone. */
  exited(): Promise<void> {
    return this.#exited
  }
}
