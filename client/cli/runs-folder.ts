import { join } from 'node:path'
import type { Surroundings } from './surroundings.ts'

/** Where the runs of this working directory are written down. */
export const runsFolder = ({ directory }: Pick<Surroundings, 'directory'>): string => join(directory, 'trialfan-runs')
