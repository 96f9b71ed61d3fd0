import { TransportError } from '../../client/runner/errors.ts'
import type { FaultPlan } from './fault-plan.ts'
import type { Schedule } from './schedule.ts'
import { Simulation } from './simulation.ts'

/** How a simulated run went. */
export interface Outcome {
  /** What happened that must not; empty when all is well. */
  readonly violations: readonly string[]
  /** Told on request only. */
  readonly story: readonly string[]
  readonly stopKind: string
  readonly virtualMs: number
}

/** No schedule may take longer; a clock that is set back makes a lease longer by as much. */
const LONGEST_MS = 1_800_000
/** A run whose queue is gone ends within this time. */
const DEAF_MS = 12_000
/** How long the cloud goes on after the run's end: an event that is still there shows by then. */
const AFTERMATH_MS = 15_000
/** The marker that would stop such an event cannot be written. */
const NO_MARKER = ['bucket slow down', 'bucket time-out', 'credentials expired'] as const

/** Runs one schedule to its end in virtual time, and says what was wrong with it. */
export async function runSchedule(schedule: Schedule, isTelling = false): Promise<Outcome> {
  using simulation = new Simulation(schedule, isTelling)
  const { witness, clock, plan } = simulation.world
  let isDone = false
  void simulation.run().finally(() => {
    isDone = true
  })
  const hasEnded = await clock.runUntil(() => isDone, clock.now() + LONGEST_MS)
  const virtualMs = simulation.world.age
  if (hasEnded) checkEnd(simulation, schedule.trials)
  else witness.violated(`hung while ${simulation.laptop.phase}, for ${virtualMs} virtual ms`)
  simulation.laptop.clock.off()
  if (hasEnded) {
    const before = witness.executed
    await clock.runUntil(() => false, clock.now() + AFTERMATH_MS)
    const after = witness.executed - before
    if (after > 0 && !NO_MARKER.some((kind) => plan.has(kind))) witness.violated(`${after} targets were executed after the run had ended`)
  }
  return { violations: witness.violations, story: witness.story, stopKind: simulation.laptop.stopReason?.kind ?? 'none', virtualMs }
}

function checkEnd({ laptop, world, queueGoneAt }: Simulation, trials: number): void {
  const { stopReason, books, clock, told } = laptop
  const { witness, plan } = world
  if (queueGoneAt !== null && world.age - queueGoneAt > DEAF_MS && !plan.has('laptop asleep')) {
    witness.violated(`the run went on for ${world.age - queueGoneAt} ms without its queue`)
  }
  books.close(stopReason?.kind === 'failed' || stopReason?.kind === 'no-workers')
  if (clock.waiting > 0) witness.violated(`${clock.waiting} timers of the client are still set after close`)
  if (stopReason === null) witness.violated('the run ended without a reason')
  else if (stopReason.kind !== 'trials') {
    const error = 'error' in stopReason ? stopReason.error : null
    if (!mayEnd(stopReason.kind, error, plan)) witness.violated(`the run ended for no reason: ${stopReason.kind}: ${stopReason.sentence}`)
  } else if (told !== trials) witness.violated(`the run ended with ${told} of ${trials} trials`)
}

function mayEnd(kind: string, error: unknown, plan: FaultPlan): boolean {
  if (kind === 'interrupted') return plan.has('interrupted')
  if (kind === 'no-workers') return plan.timed.some((fault) => fault.kind === 'limit changed' && fault.amount === 0)
  if (kind !== 'failed' || !(error instanceof TransportError)) return false
  if (error.code === 'QUEUE_MISSING') return plan.has('queue deleted')
  return error.code === 'CREDENTIALS' && plan.has('credentials expired')
}
