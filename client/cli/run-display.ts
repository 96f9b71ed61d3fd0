import { ShapeError, TrialfanError } from '../../contract/errors.ts'
import { ConnectError } from '../aws/connect-error.ts'
import { errorLines } from './error-lines.ts'
import { EXIT_CODE, type ExitCode } from './exit-code.ts'
import { Interruption } from './interruption.ts'
import { JsonReport } from './json-report.ts'
import { LiveProgress } from './live-progress.ts'
import { PlainProgress } from './plain-progress.ts'
import type { ProgressDisplay } from './progress-display.ts'
import type { RunReport } from './run-report.ts'
import { SilentProgress } from './silent-progress.ts'
import type { Surroundings } from './surroundings.ts'
import { terminal } from './terminal.ts'
import { TextReport } from './text-report.ts'

const NO_TRIAL = 'interrupted before the first trial: nothing was run'
/** The codes of errors that lie in what the user wrote, not in what happened on the way. */
const WRONG_USE: ReadonlySet<string> = new Set([
  'TARGET',
  'DATA',
  'TRIAL_TOO_LONG',
  'TRIAL_TOO_LARGE',
  'OPTION',
  'LOAD',
  'RUN_MISSING',
  'RUN_EXISTS',
  'RUN_CHANGED',
  'RUN_LOCKED',
])

/** What a command that runs trials shows, and what it does when somebody interrupts it. */
export class RunDisplay implements Disposable {
  readonly progress: ProgressDisplay
  readonly report: RunReport
  /** The run that can be resumed from here on. */
  run: string | null = null
  /** `loading`: what is imported cannot be told to stop. */
  stage: 'loading' | 'starting' | 'running' = 'loading'
  readonly #surroundings: Surroundings
  readonly #interruption: Interruption
  readonly #forget: () => void

  constructor(isJson: boolean, surroundings: Surroundings) {
    const { clock, env, signals, stdout, stderr, onExit } = surroundings
    this.#surroundings = surroundings
    const shown = terminal(stderr, env)
    const live = shown.isLive ? new LiveProgress(shown, clock) : new PlainProgress(shown.stream, clock)
    this.progress = isJson ? new SilentProgress(shown.stream) : live
    this.report = isJson ? new JsonReport(stdout) : new TextReport(terminal(stdout, env))
    this.#interruption = new Interruption(
      signals,
      () => this.#interrupted(),
      () => this.#leave(),
    )
    this.#forget = onExit(() => this.progress.stop())
  }

  get signal(): AbortSignal {
    return this.#interruption.signal
  }

  /** Says what went wrong; gives the exit code. */
  failed(error: unknown): ExitCode {
    if (this.signal.aborted && this.stage !== 'running') return EXIT_CODE.interrupted
    const { stderr, env } = this.#surroundings
    this.progress.stop()
    stderr.write(`${errorLines(error, terminal(stderr, env).colors).join('\n')}\n`)
    return this.#isWrongUse(error) ? EXIT_CODE.wrongUse : EXIT_CODE.failed
  }

  /** How the run goes on, for whoever wants that. */
  tellResumable(): void {
    if (this.run === null) return
    this.progress.stop()
    this.#surroundings.stderr.write(`to go on with this run: trialfan resume ${this.run}\n`)
  }

  [Symbol.dispose](): void {
    this.progress.stop()
    this.#forget()
    this.#interruption[Symbol.dispose]()
  }

  #interrupted(): void {
    const isRunning = this.stage === 'running'
    this.progress.notice(isRunning ? 'interrupted: waiting for trials that are about to finish; once more leaves at once' : NO_TRIAL)
    if (this.stage === 'loading') this.#leave()
  }

  #leave(): void {
    this.progress.stop()
    if (this.stage === 'running') this.tellResumable()
    this.#surroundings.exit(EXIT_CODE.interrupted)
  }

  #isWrongUse(error: unknown): boolean {
    // Once the run has begun, a shape is that of a message on its way.
    if (error instanceof ShapeError) return this.stage !== 'running'
    if (error instanceof ConnectError) return true
    return this.stage === 'loading' || (error instanceof TrialfanError && WRONG_USE.has(error.code))
  }
}
