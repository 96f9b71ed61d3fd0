import type { Configuration } from '../../../contract/trial.ts'

/** A parameter's value where it is known to be active and a number. */
export const numberOf = (configuration: Configuration, parameter: string): number => Number(configuration[parameter])
