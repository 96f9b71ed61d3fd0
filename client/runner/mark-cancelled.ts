import { cancelMarkerKey } from '../../contract/object-keys.ts'
import { within } from './clock.ts'
import type { CheckedLambdaRunnerOptions } from './lambda-runner-options.ts'

const TIMEOUT_MS = 5_000

/** Workers that find the marker start no trial that this session of the run has sent, and end those that run. Never throws. */
export async function markCancelled({ transport, run, clock, onWarning }: CheckedLambdaRunnerOptions, session: number): Promise<void> {
  const marker = Buffer.from(JSON.stringify({ run, session, at: clock.now() }))
  const body = { bytes: marker.byteLength, chunks: () => [marker] }
  const key = cancelMarkerKey(run, session)
  await within(clock, TIMEOUT_MS, (signal) => transport.objects.put(key, body, { signal })).catch(onWarning)
}
