import type { RunProgress } from './run-progress.ts'

/** Shows how a run is getting on, on stderr. */
export interface ProgressDisplay {
  /** What is being done before the first trial: `uploading data`. */
  step(text: string): void
  /** From now on trials run; `progress` tells how far they are. */
  start(progress: () => RunProgress): void
  /** There is a new incumbent. */
  incumbent(): void
  /** Something that the user should know now. */
  notice(text: string): void
  /** Ends the display; the terminal is as it was before. Harmless when repeated. */
  stop(): void
}
