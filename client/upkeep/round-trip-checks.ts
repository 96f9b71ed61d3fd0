import { TrialfanError } from '../../contract/errors.ts'
import type { Clock } from '../runner/clock.ts'
import type { Cluster } from '../runner/cluster.ts'
import { NoWorkersError } from '../runner/errors.ts'
import { type Check, failed, ok } from './check.ts'
import { type RoundTrip, roundTrips } from './round-trip.ts'

/**
 * Real trials there and back, one after the other: from the second on they meet a warm worker.
 * @param names of the trials, one each
 * @param mend what to look at when one fails
 */
export async function roundTripChecks(
  cluster: Cluster,
  names: readonly string[],
  mend: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  try {
    const trips = await roundTrips(cluster, names.length, clock, signal)
    return trips.map((trip, i) => {
      const name = names[i] ?? ''
      return trip.error === null ? ok(name, split(trip)) : failed(name, `${trip.status}: ${trip.error}`, mend)
    })
  } catch (error) {
    if (signal.aborted || !(error instanceof TrialfanError)) throw error
    // That there is no worker says by itself what to raise; no log knows more.
    return [failed(names[0] ?? '', error.message, error instanceof NoWorkersError ? null : mend)]
  }
}

/** `812 ms: invoke 35, start 540 (cold, an environment that was ready in 310; fetch 60), run 2, queue 35` */
function split({ totalMs, invokeMs, startMs, coldStartMs, fetchMs, runMs, queueMs }: RoundTrip): string {
  const cold = coldStartMs === null ? 'warm' : `cold, an environment that was ready in ${Math.round(coldStartMs)}`
  const parts = [
    `invoke ${Math.round(invokeMs)}`,
    `start ${Math.round(startMs)} (${cold}; fetch ${Math.round(fetchMs)})`,
    `run ${Math.round(runMs)}`,
    `queue ${Math.round(queueMs)}`,
  ]
  return `${Math.round(totalMs)} ms: ${parts.join(', ')}`
}
