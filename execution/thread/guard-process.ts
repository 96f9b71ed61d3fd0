import { describeThrown } from '../result/describe-thrown.ts'
import { threadCpuMs } from './thread-cpu-ms.ts'
import type { ThreadMessage } from './thread-message.ts'
import { trialScope } from './trial-scope.ts'

const MAX_STRAYS = 100

/** Turns an exit, an uncaught exception and an unhandled rejection into messages that say which trial they belong to. */
export function guardProcess(post: (message: ThreadMessage) => void): void {
  const exit = process.exit.bind(process)
  process.exit = (code) => {
    post({ kind: 'exit', trial: trialScope.getStore()?.trial ?? null, code: String(code ?? process.exitCode ?? 0), cpuMs: threadCpuMs() })
    return exit(code)
  }

  let strays = 0
  const onFault = (what: string, thrown: unknown): void => {
    const fault = describeThrown(thrown)
    const named = { ...fault, error: `${what}: ${fault.error}` }
    if (trialScope.getStore()?.fail(named)) return
    // The thread goes on: the state that failed belongs to a trial that is over.
    if (strays++ < MAX_STRAYS) post({ kind: 'stray', fault: named })
  }
  process.on('uncaughtException', (thrown) => onFault('uncaught exception', thrown))
  process.on('unhandledRejection', (reason) => onFault('unhandled rejection', reason))
}
