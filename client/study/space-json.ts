import type { Configuration, JsonObject } from '../../contract/trial.ts'
import { type ConfigurationSpace, SpaceError, toConfigSpaceJson } from '../space/index.ts'

/** A space in ConfigSpace's JSON, for a run's manifest; null when that cannot say it. */
export function spaceJson<C extends Configuration>(space: ConfigurationSpace<C>): JsonObject | null {
  try {
    return { ...toConfigSpaceJson(space) }
  } catch (error) {
    if (error instanceof SpaceError) return null
    throw error
  }
}
