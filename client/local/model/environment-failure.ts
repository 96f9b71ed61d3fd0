/** How an environment's process ended: by a signal (`SIGKILL`) or with an exit code. */
export interface EnvironmentExit {
  readonly signal: string | null
  readonly code: number | null
  /** True when the platform killed it, because it used more memory than its function has. */
  readonly outOfMemory?: boolean
}

const SIGNAL_WORDS: Readonly<Record<string, string>> = {
  SIGKILL: 'killed',
  SIGTERM: 'terminated',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
  SIGBUS: 'bus error',
  SIGINT: 'interrupt',
}

/** The payload of an invocation whose environment died, JSON, in Lambda's words: a kill for memory and any other read "signal: killed", and differ in their type. */
export function exitFailure(requestId: string, exit: EnvironmentExit): string {
  const how =
    exit.signal !== null
      ? `Runtime exited with error: signal: ${SIGNAL_WORDS[exit.signal] ?? exit.signal}`
      : exit.code === 0
        ? 'Runtime exited without providing a reason'
        : `Runtime exited with error: exit status ${exit.code}`
  const errorType = exit.outOfMemory === true ? 'Runtime.OutOfMemory' : 'Runtime.ExitError'
  return JSON.stringify({ errorType, errorMessage: `RequestId: ${requestId} Error: ${how}` })
}

/** The payload of an invocation that took too long, JSON. */
export function timeoutFailure(requestId: string, timeoutMs: number): string {
  return JSON.stringify({
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  })
}
