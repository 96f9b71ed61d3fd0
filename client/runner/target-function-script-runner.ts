import { type ScriptOptions, script } from './script.ts'
import { TargetFunctionRunner, type TargetFunctionRunnerOptions } from './target-function-runner.ts'

export interface TargetFunctionScriptRunnerOptions extends Omit<TargetFunctionRunnerOptions, 'target' | 'exportName'>, ScriptOptions {
  /** The program that runs a trial; see `script()`. */
  readonly script: URL | string
}

/** A single worker whose target is a program (SMAC: `TargetFunctionScriptRunner`). */
export class TargetFunctionScriptRunner extends TargetFunctionRunner {
  /** @throws TrialfanError OPTION for settings that do not fit */
  constructor({ script: path, files = [], ...rest }: TargetFunctionScriptRunnerOptions) {
    super({ ...rest, target: script(path, { files }) })
  }
}
