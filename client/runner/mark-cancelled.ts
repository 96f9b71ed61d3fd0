import { cancelMarkerKey } from '../../contract/object-keys.ts'
import { within } from './clock.ts'
import type { CheckedLambdaRunnerOptions } from './lambda-runner-options.ts'

const TIMEOUT_MS = 5_000

/** Workers that find the marker do not start a trial of this run, and end the one that runs. Never throws. */
export async function markCancelled({ transport, run, clock, onWarning }: CheckedLambdaRunnerOptions): Promise<void> {
  const marker = Buffer.from(JSON.stringify({ run, at: clock.now() }))
  const body = { bytes: marker.byteLength, chunks: () => [marker] }
  await within(clock, TIMEOUT_MS, (signal) => transport.objects.put(cancelMarkerKey(run), body, { signal })).catch(onWarning)
}
