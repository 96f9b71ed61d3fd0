import { join } from 'node:path'

/** The files of a run's folder. */
export const runPaths = (folder: string) => ({
  manifest: join(folder, 'manifest.json'),
  journal: join(folder, 'journal.jsonl'),
  lock: join(folder, 'lock'),
  /** A copy of the study's file, as it was when the run began. */
  study: (ending: string): string => join(folder, `study${ending}`),
})
