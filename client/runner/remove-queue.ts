import { within } from './clock.ts'
import type { CheckedLambdaRunnerOptions } from './lambda-runner-options.ts'

const TIMEOUT_MS = 5_000

/** Deletes the run's queue. Never throws: it warns. */
export async function removeQueue({ transport, clock, onWarning }: CheckedLambdaRunnerOptions, url: string): Promise<void> {
  await within(clock, TIMEOUT_MS, (signal) => transport.queues.remove(url, { signal })).catch(onWarning)
}
