import { parseArgs } from 'node:util'

/** What a scenario's process is told by the bench. */
export interface ScenarioArguments {
  readonly trials: number
  readonly warmUp: number
  readonly roundTrips: number
  /** The file for a CPU profile, or null. */
  readonly profileFile: string | null
}

/** The same words on the command line as the peers' scripts take. */
export function readScenarioArguments(args: readonly string[]): ScenarioArguments {
  const count = { type: 'string', default: '0' } as const
  const options = { trials: count, 'warm-up': count, 'round-trips': count, 'cpu-prof': { type: 'string' } } as const
  const { values } = parseArgs({ args: [...args], options })
  return {
    trials: Number(values.trials),
    warmUp: Number(values['warm-up']),
    roundTrips: Number(values['round-trips']),
    profileFile: values['cpu-prof'] ?? null,
  }
}
