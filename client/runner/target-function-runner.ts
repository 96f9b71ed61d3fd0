import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeData } from '../../contract/data/encode-data.ts'
import { storeInMemory } from '../../contract/data/store-in-memory.ts'
import type { StoredData } from '../../contract/data/stored-data.ts'
import { temporaryFolder } from '../../contract/temporary-folder.ts'
import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import { TrialExecutor } from '../../execution/trial-executor.ts'
import { checkTrialInfo } from './check-trial-info.ts'
import { checkTrialSettings } from './check-trial-settings.ts'
import { type Clock, steadyClock } from './clock.ts'
import { RunnerClosedError } from './errors.ts'
import { ResultBuffer } from './result-buffer.ts'
import type { RunAnswer, Runner, RunOptions } from './runner.ts'
import type { ScriptTarget } from './script.ts'
import { bundleTarget, type TargetBundle } from './target-bundle.ts'
import { type TrialSettings, trialValue } from './trial-settings.ts'

export interface TargetFunctionRunnerOptions {
  /** The module whose export is the target: its URL or path. Or a `script()`. */
  readonly target: URL | string | ScriptTarget
  /** Which export; `default` by default. */
  readonly exportName?: string
  /** Objectives, crash cost, limits, instance features: a Scenario has them all. */
  readonly scenario: TrialSettings
  readonly clock?: Clock
}

/**
 * The single worker: knows how to run one trial of a target, in this process (SMAC: `TargetFunctionRunner`).
 * By itself it is a serial runner; a parallel runner ships what it holds to the workers.
 * The target runs in a thread, from the same bundle as on a worker, so limits and faults end the same way.
 */
export class TargetFunctionRunner implements Runner {
  readonly settings: TrialSettings
  readonly #target: URL | string | ScriptTarget
  readonly #exportName: string
  readonly #clock: Clock
  readonly #results = new ResultBuffer()
  #bundle: Promise<TargetBundle> | null = null
  #place: Promise<{ readonly executor: TrialExecutor; readonly folder: string; readonly file: string }> | null = null
  #stored = new WeakMap<object, Promise<StoredData>>()
  readonly #abort = new AbortController()
  #turn: Promise<unknown> = Promise.resolve()
  #running = 0
  #deadline = Number.POSITIVE_INFINITY
  #closing: Promise<void> | null = null

  /** A study is fit as options. @throws TrialfanError OPTION for settings that do not fit */
  constructor({ target, exportName = 'default', scenario, clock = steadyClock }: TargetFunctionRunnerOptions) {
    this.settings = checkTrialSettings(scenario)
    this.#target = target
    this.#exportName = exportName
    this.#clock = clock
  }

  /** The target's bundle, made once. @throws TargetError */
  bundle(): Promise<TargetBundle> {
    this.#bundle ??= bundleTarget(this.#target, this.#exportName)
    return this.#bundle
  }

  /** Runs the trial to its end, here. */
  async submitTrial(info: TrialInfo, data?: unknown): Promise<void> {
    this.#checkOpen('submitTrial')
    this.#results.add(info, await this.#value(info, data))
  }

  iterResults(): Iterable<readonly [TrialInfo, TrialValue]> {
    this.#checkOpen('iterResults')
    return this.#results.drain()
  }

  async wait(): Promise<void> {
    this.#checkOpen('wait')
    if (this.#running > 0) await this.#results.available()
  }

  isRunning(): boolean {
    return this.#closing === null && (this.#running > 0 || this.#results.size > 0)
  }

  countAvailableWorkers(): number {
    this.#checkOpen('countAvailableWorkers')
    return Math.max(0, 1 - this.#running)
  }

  async run(configuration: Configuration, options: RunOptions = {}, data?: unknown): Promise<RunAnswer> {
    this.#checkOpen('run')
    const { signal, ...rest } = options
    const value = await this.#value({ configuration, ...rest }, data, signal)
    return [value.status, value.cost, value.runtimeMs, value.additionalInfo]
  }

  /** No trial runs past this moment (ms since the epoch). */
  setDeadline(deadline: number): void {
    this.#deadline = deadline
  }

  close({ force = false } = {}): Promise<void> {
    this.#closing ??= this.#end(force)
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #checkOpen(call: string): void {
    if (this.#closing !== null) throw new RunnerClosedError(call)
  }

  /** One trial after the other. */
  async #value(info: TrialInfo, data: unknown, signal?: AbortSignal): Promise<TrialValue> {
    checkTrialInfo(info)
    this.#running++
    const either = signal === undefined ? this.#abort.signal : AbortSignal.any([signal, this.#abort.signal])
    const value = this.#turn.then(() => this.#execute(info, data, either)).finally(() => this.#running--)
    this.#turn = value.catch(() => undefined)
    return value
  }

  async #execute(info: TrialInfo, data: unknown, signal: AbortSignal): Promise<TrialValue> {
    const { settings } = this
    this.#place ??= this.#prepare()
    const [{ executor, file }, { sha256, exportName }, stored] = await Promise.all([this.#place, this.bundle(), this.#store(data)])
    const instance = info.instance ?? null
    const ownLimitMs = Math.min(settings.trialTimeLimitMs ?? Number.POSITIVE_INFINITY, info.timeLimitMs ?? Number.POSITIVE_INFINITY)
    const timeLimitMs = Math.max(1, Math.min(ownLimitMs, this.#deadline - this.#clock.now()))
    const outcome = await executor.run(
      {
        targetFile: file,
        targetId: sha256,
        exportName,
        objectives: settings.objectives,
        configuration: info.configuration,
        instance,
        features: instance === null ? null : (settings.instanceFeatures?.[instance] ?? null),
        seed: info.seed ?? null,
        budget: info.budget ?? null,
        stopAbove: info.stopAbove ?? null,
        data: stored,
        limits: { timeMs: Number.isFinite(timeLimitMs) ? timeLimitMs : null, memoryMiB: settings.trialMemoryLimitMiB },
      },
      { signal },
    )
    return trialValue(outcome, settings, null, 1)
  }

  async #prepare() {
    const bundle = await this.bundle()
    const folder = await temporaryFolder(tmpdir(), 'target')
    const file = join(folder, `${bundle.sha256}.mjs`)
    await writeFile(file, bundle.code)
    return { folder, file, executor: new TrialExecutor({ memoryMiB: null, log: () => undefined, checkData: true }) }
  }

  async #store(data: unknown): Promise<StoredData | null> {
    if (data === undefined) return null
    if (typeof data !== 'object' || data === null) return storeInMemory(await encodeData(data))
    let stored = this.#stored.get(data)
    if (stored === undefined) {
      stored = encodeData(data).then(storeInMemory)
      this.#stored.set(data, stored)
    }
    return stored
  }

  async #end(force: boolean): Promise<void> {
    if (force) this.#abort.abort(new RunnerClosedError('run'))
    await this.#turn
    const place = await this.#place?.catch(() => null)
    if (place === null || place === undefined) return
    await place.executor.close()
    await rm(place.folder, { recursive: true, force: true })
  }
}
