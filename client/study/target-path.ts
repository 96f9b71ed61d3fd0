import { fileURLToPath } from 'node:url'
import { ScriptTarget } from '../runner/script.ts'

/** The file that a person knows a study's target by. */
export function targetPath(target: URL | ScriptTarget): string {
  return target instanceof ScriptTarget ? target.path : fileURLToPath(target)
}
