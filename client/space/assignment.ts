import type { ParameterValue } from '../../contract/trial.ts'

/** The values of one configuration by parameter place; undefined where a parameter is inactive. Reused from draw to draw. */
export type Assignment = (ParameterValue | undefined)[]
