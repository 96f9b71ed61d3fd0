import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type RunOverview, runOverview } from './run-overview.ts'
import { runPaths } from './run-paths.ts'

/** What a folder that cannot be read has in its place. */
export interface UnreadableRun {
  readonly run: string
  readonly error: Error
}

/** The runs of a directory, the oldest first; ids begin with their time. */
export function listRuns(directory: string, now: number): readonly (RunOverview | UnreadableRun)[] {
  if (!existsSync(directory)) return []
  const names = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return names
    .map(({ name }) => name)
    .filter((name) => existsSync(runPaths(join(directory, name)).manifest))
    .sort()
    .map((run) => {
      try {
        return runOverview(join(directory, run), now)
      } catch (error) {
        return { run, error: error instanceof Error ? error : new Error(String(error)) }
      }
    })
}
