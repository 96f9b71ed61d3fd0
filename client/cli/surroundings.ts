import type { Clock } from '../runner/clock.ts'
import type { ExitCode } from './exit-code.ts'
import type { SignalSource } from './interruption.ts'
import type { OutputStream } from './terminal.ts'

/** What a command has around it; `main` takes it from the process. */
export interface Surroundings {
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: Readonly<Record<string, string | undefined>>
  /** Relative paths start here. */
  readonly directory: string
  readonly signals: SignalSource
  /** Leaves at once. */
  readonly exit: (code: ExitCode) => void
  /** Calls back when the process ends, however it ends; the answer takes it back. */
  readonly onExit: (listener: () => void) => () => void
  /** Calls back when nothing is left that could still happen; the answer takes it back. */
  readonly onIdle: (listener: () => void) => () => void
  /** Asks the person at the terminal; absent when there is none. */
  readonly ask?: (question: string) => Promise<string>
  readonly clock: Clock
}
