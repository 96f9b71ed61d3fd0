import { objectKey } from '../../contract/object-keys.ts'
import type { TrialEvent } from '../../contract/trial-event.ts'
import type { Clock } from './clock.ts'
import { ensureYoung } from './scatter.ts'
import type { TargetBundle } from './target-bundle.ts'
import type { Transport } from './transport.ts'

/** Where a worker finds the target. */
export type ShippedTarget = TrialEvent['target']

/** Uploads a bundle by its content, unless it is there. @throws TransportError */
export async function shipTarget(bundle: TargetBundle, transport: Transport, clock: Clock, signal: AbortSignal): Promise<ShippedTarget> {
  const { code, sha256, exportName } = bundle
  const reference = { key: objectKey(sha256), sha256, bytes: code.byteLength }
  if (!(await ensureYoung(reference, transport, clock, signal))) {
    await transport.objects.put(reference.key, { bytes: code.byteLength, chunks: () => [code] }, { signal })
  }
  return { ...reference, export: exportName }
}
