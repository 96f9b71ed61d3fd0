import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface ScriptOptions {
  /** What lies beside the script on a worker: programs and files that it opens, by `$(dirname "$0")`. */
  readonly files?: readonly (URL | string)[]
}

/** A program as a target. Made by `script()`. */
export class ScriptTarget {
  /** Absolute. */
  readonly path: string
  /** Absolute. */
  readonly files: readonly string[]

  constructor(path: string, files: readonly string[]) {
    this.path = path
    this.files = files
  }
}

/**
 * A program as a target, in whatever language a worker can run: it is called with the trial as arguments,
 * `--seed=3 --instance=i1 --instance_features=[1,2] --budget=2 --temperature=0.5`, and prints its result as a line,
 * `cost=0.5; status=SUCCESS; runtime=1.2; cpu_time=1.1; additional_info=text` (SMAC: `TargetFunctionScriptRunner`).
 *
 * Its first line names its language (`#!/bin/sh`), which must be on the worker, or it is machine code for the worker's processor. Its working folder is empty for every trial.
 * Scattered data comes in the environment: `data: { graph: file('g.txt') }` is a path in `$TRIALFAN_graph`.
 *
 * @example
 * defineStudy({ target: script(new URL('./solve.sh', import.meta.url), { files: [new URL('./solver', import.meta.url)] }), … })
 */
export function script(path: URL | string, { files = [] }: ScriptOptions = {}): ScriptTarget {
  return new ScriptTarget(absolute(path), files.map(absolute))
}

const absolute = (path: URL | string): string => resolve(path instanceof URL || /^file:/i.test(path) ? fileURLToPath(path) : path)
