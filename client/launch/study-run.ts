import { copyFileSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { TrialfanError } from '../../contract/errors.ts'
import { packageVersion } from '../../contract/package-version.ts'
import type { Configuration } from '../../contract/trial.ts'
import { earlierTrials } from '../history/journal/earlier-trials.ts'
import { newRunFolder } from '../history/journal/run-folder.ts'
import { RunJournal } from '../history/journal/run-journal.ts'
import { type RunManifest, readManifest } from '../history/journal/run-manifest.ts'
import { runPaths } from '../history/journal/run-paths.ts'
import type { ToldTrial } from '../history/journal/told-trials.ts'
import { type Clock, steadyClock, systemClock } from '../runner/clock.ts'
import type { Cluster } from '../runner/cluster.ts'
import { TargetFunctionRunner } from '../runner/target-function-runner.ts'
import type { Callback } from '../study/callback.ts'
import type { Facade } from '../study/facade.ts'
import type { FacadeOptions } from '../study/facade-options.ts'
import type { KnownTrials } from '../study/known-trials.ts'
import { makeOptimizer } from '../study/make-optimizer.ts'
import { OPTIMIZER_NAMES } from '../study/optimizer-name.ts'
import { defineScenario } from '../study/scenario.ts'
import { spaceJson } from '../study/space-json.ts'
import type { StopKind } from '../study/stop-reason.ts'
import type { Study } from '../study/study.ts'
import { StudyError } from '../study/study-error.ts'
import { studyFacts } from '../study/study-facts.ts'
import { clusterFacts } from './cluster-facts.ts'
import { type CopyPlace, RunCopy } from './copy/run-copy.ts'
import { type TakenRun, takeUpRun } from './copy/take-up-run.ts'
import { LambdaParallelRunner } from './lambda-parallel-runner.ts'
import { newRunId } from './new-run-id.ts'

export interface StudyRunOptions<C extends Configuration = Configuration> {
  /** The folder that holds the runs' folders. Default: `trialfan-runs` in the working directory. */
  readonly directory?: string | undefined
  /** Where the trials run; it stays open. Default: an embedded cluster of the run's own. */
  readonly cluster?: Cluster | undefined
  readonly callbacks?: readonly Callback<C>[] | undefined
  /** Hears of what is odd but not fatal. */
  readonly onWarning?: ((warning: Error) => void) | undefined
  /** Ends the start-up. */
  readonly signal?: AbortSignal | undefined
  readonly clock?: Clock | undefined
}

export interface StartRunOptions<C extends Configuration = Configuration> extends StudyRunOptions<C> {
  /** The run's id: a-z, 0-9 and "-". Default: the time and some random letters. */
  readonly run?: string | undefined
  /** The file that the study was read from; a copy is kept with the run, and `trialfan resume` reads it again. */
  readonly studyFile?: string | undefined
  /** Folders of earlier runs of the same target: what they found is known from the beginning. */
  readonly warmStart?: readonly string[] | undefined
}

export interface ResumeOptions<C extends Configuration = Configuration> extends StudyRunOptions<C> {
  /** Trials of the whole run, when that has changed since it began. */
  readonly trials?: number | undefined
  /** The most trials at a time, when that is to change; null: as many as there are workers. */
  readonly workers?: number | null | undefined
  /** What the whole run may cost, US dollars, when that is to change. */
  readonly maxCostUsd?: number | undefined
}

/** Endings after which there is nothing to go on with. A run that was interrupted or has failed keeps its queue. */
const FINAL: ReadonlySet<StopKind> = new Set<StopKind>([
  'trials',
  'run-time',
  'cpu-time',
  'cost-threshold',
  'exhausted',
  'callback',
  'first-trials-crashed',
])

const defaultRunsFolder = (): string => resolve('trialfan-runs')

/**
 * A study's run that is written down as it goes, in a folder of its own: whatever happens to this process, `resume` goes on with it.
 *
 * @example
 * await using run = await startRun(study)
 * const incumbent = await run.optimizer.optimize()
 */
export class StudyRun<C extends Configuration = Configuration> implements AsyncDisposable {
  readonly id: string
  /** Where it is written down. */
  readonly folder: string
  readonly runner: LambdaParallelRunner
  readonly optimizer: Facade<C>
  /** How many trials it may have: the scenario's number, or what that was changed to when it was taken up. */
  readonly trials: number
  /** What was found odd when the run was opened, in sentences for a person. */
  readonly notices: readonly string[]
  readonly #journal: RunJournal
  readonly #copy: RunCopy | null

  private constructor(
    { journal, copy }: TakenRun,
    runner: LambdaParallelRunner,
    optimizer: Facade<C>,
    trials: number,
    notices: readonly string[],
  ) {
    this.id = journal.manifest.run
    this.folder = journal.folder
    this.runner = runner
    this.optimizer = optimizer
    this.trials = trials
    this.notices = notices
    this.#journal = journal
    this.#copy = copy
  }

  /** @throws TrialfanError RUN_FOLDER, RUN_EXISTS, TargetError, TransportError, StudyError */
  static async start<C extends Configuration>(study: Study<C>, options: StartRunOptions<C> = {}): Promise<StudyRun<C>> {
    const { directory = defaultRunsFolder(), clock = steadyClock, run = newRunId(clock.now()), studyFile = null } = options
    const { scenario, target } = study
    const worker = new TargetFunctionRunner({ target, scenario, clock })
    const { codeSha256 } = await worker.bundle()
    const manifest: RunManifest = {
      format: 1,
      run,
      trialfan: packageVersion(),
      created: new Date(clock.now()).toISOString(),
      study: { name: study.name, file: studyFile, facts: studyFacts(study) },
      space: spaceJson(study.space),
      target: codeSha256,
      optimizer: { name: study.optimizer ?? 'default', description: makeOptimizer(study, null).description },
      seed: scenario.seed,
      workers: scenario.workers,
      objectives: [...scenario.objectives],
      instances: scenario.instances === null ? null : [...scenario.instances],
      trials: Number.isFinite(scenario.trials) ? scenario.trials : null,
      maxCostUsd: scenario.maxCostUsd,
      stragglerFactor: scenario.stragglerFactor,
      changed: {},
      cluster: clusterFacts(options.cluster),
    }
    const warmStart = (options.warmStart ?? []).flatMap((folder) => trialsOf(folder, scenario.objectives))
    const journal = RunJournal.create(newRunFolder(directory, run), manifest, clock)
    // For a person: what `resume` reads is the file itself, with what it imports.
    if (studyFile !== null) copyFileSync(studyFile, runPaths(journal.folder).study(extname(studyFile)))
    let copy: RunCopy | null = null
    try {
      const place = copyPlace(options, clock)
      copy = place === null ? null : await RunCopy.create(journal, place)
      return await StudyRun.#open({ journal, copy }, study, worker, { ...options, warmStart }, [])
    } catch (cause) {
      await copy?.close()
      journal.discard()
      throw cause
    }
  }

  /**
   * Goes on with a run: results that came meanwhile are taken in, and what is neither finished nor in flight goes out again. A run whose
   * folder is on another machine is taken from its copy on the cluster's stack.
   * @param study as it was when the run began; only limits of the run may have changed
   * @throws RunLockedError while another process works on it; JournalError; TrialfanError RUN_MISSING, RUN_CHANGED; what `start` throws
   */
  static async resume<C extends Configuration>(run: string, study: Study<C>, options: ResumeOptions<C> = {}): Promise<StudyRun<C>> {
    const { directory = defaultRunsFolder(), clock = steadyClock } = options
    const taken = await takeUpRun(directory, run, clock, copyPlace(options, clock))
    const { journal, copy } = taken
    try {
      const changed = changedLimits(options)
      if (Object.keys(changed).length > 0) journal.changeLimits({ ...journal.manifest.changed, ...changed })
      const { manifest, tornBytes } = journal
      const same = asBegun(manifest, study)
      checkSame(manifest, same)
      const worker = new TargetFunctionRunner({ target: study.target, scenario: same.scenario, clock })
      const { codeSha256 } = await worker.bundle()
      const notices = [
        ...(tornBytes === 0 ? [] : [`the last record of the journal was not written to its end: ${tornBytes} bytes were cut`]),
        ...(codeSha256 === manifest.target ? [] : ["the target's code has changed since the run began: costs may not be comparable"]),
      ]
      return await StudyRun.#open(taken, same, worker, { ...options, trials: manifest.changed.trials }, notices)
    } catch (cause) {
      await copy?.close()
      journal[Symbol.dispose]()
      throw cause
    }
  }

  static async #open<C extends Configuration>(
    { journal, copy }: TakenRun,
    study: Study<C>,
    worker: TargetFunctionRunner,
    options: StudyRunOptions<C> & Pick<FacadeOptions<C>, 'trials' | 'warmStart'>,
    notices: readonly string[],
  ): Promise<StudyRun<C>> {
    const { cluster, callbacks, onWarning, signal, clock, trials, warmStart } = options
    const runner = await LambdaParallelRunner.create(worker, {
      ...(cluster !== undefined && { cluster }),
      ...(onWarning !== undefined && { onWarning }),
      ...(signal !== undefined && { signal }),
      ...(clock !== undefined && { clock }),
      workers: study.scenario.workers,
      run: journal.manifest.run,
      record: journal,
    })
    try {
      const optimizer = makeOptimizer(study, runner, { callbacks, clock, journal, trials, warmStart })
      copy?.begin({ objects: runner.objects, onWarning: onWarning ?? (() => undefined), onLost: ({ message }) => runner.cancel(message) })
      const most = trials ?? study.scenario.trials
      return new StudyRun({ journal, copy }, runner, optimizer, most, [...notices, ...warmStartNotice(optimizer.warmStart)])
    } catch (cause) {
      await runner.close({ keep: true })
      throw cause
    }
  }

  /** Whether there is something to go on with: the run was interrupted, has failed, or was not begun. */
  get isResumable(): boolean {
    const { stopReason } = this.optimizer
    return stopReason === null || !FINAL.has(stopReason.kind)
  }

  /** Ends what this process holds of the run. A run that can be resumed keeps its queue, where the cluster outlives this process. */
  async close(): Promise<void> {
    try {
      await this.#copy?.settle()
      await this.runner.close({ keep: this.isResumable && !this.#journal.isEmpty })
    } finally {
      await this.#copy?.close()
      // A run that never began is nothing to go on with.
      if (this.#journal.isEmpty) this.#journal.discard()
      else this.#journal[Symbol.dispose]()
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/** @throws TrialfanError RUN_FOLDER, RUN_MANIFEST, JournalError */
function trialsOf(folder: string, objectives: readonly string[]): readonly ToldTrial[] {
  const { objectives: theirs } = readManifest(runPaths(folder).manifest)
  if (theirs.join() === objectives.join()) return earlierTrials(folder)
  throw new StudyError('warm start', 'objectives', `expected ${objectives.join(', ')}, got ${theirs.join(', ')} in ${folder}`)
}

function warmStartNotice({ trials, skipped, reason }: KnownTrials): readonly string[] {
  if (trials.length === 0) return []
  const leftOut = skipped === 0 ? '' : `; ${skipped} do not fit this study and are left out, the first because: ${reason}`
  return [`warm start: ${trials.length} trials of earlier runs are known${leftOut}`]
}

/** Where the run is copied to; null on a cluster that dies with its client. */
function copyPlace<C extends Configuration>(
  { cluster, signal = new AbortController().signal }: StudyRunOptions<C>,
  clock: Clock,
): CopyPlace | null {
  if (cluster === undefined || clusterFacts(cluster).kind === 'embedded') return null
  // Machines can compare no other time; a clock that has stood still while a laptop slept would say that nobody is there.
  return { objects: cluster.transport.objects, clock: clock === steadyClock ? systemClock : clock, signal }
}

/** What a resume says for itself and for the sessions after it. */
function changedLimits({ trials, workers, maxCostUsd }: ResumeOptions): RunManifest['changed'] {
  return {
    ...(trials !== undefined && { trials }),
    ...(workers !== undefined && { workers }),
    ...(maxCostUsd !== undefined && { maxCostUsd }),
  }
}

/** What the command line or the caller said when the run began goes before what the study says. */
function asBegun<C extends Configuration>(manifest: RunManifest, study: Study<C>): Study<C> {
  const { changed } = manifest
  const limits = {
    trials: manifest.trials ?? Number.POSITIVE_INFINITY,
    seed: manifest.seed,
    workers: changed.workers === undefined ? manifest.workers : changed.workers,
    maxCostUsd: changed.maxCostUsd ?? manifest.maxCostUsd ?? study.scenario.maxCostUsd,
    stragglerFactor: manifest.stragglerFactor ?? study.scenario.stragglerFactor,
  }
  const optimizer = OPTIMIZER_NAMES.find((name) => name === manifest.optimizer.name) ?? null
  return { ...study, scenario: defineScenario({ ...study.scenario, ...limits }), optimizer }
}

function checkSame<C extends Configuration>({ run, study: { facts } }: RunManifest, study: Study<C>): void {
  const now = studyFacts(study)
  const different = Object.keys({ ...facts, ...now }).filter((name) => facts[name] !== now[name])
  if (different.length === 0) return
  const mend = 'put it back as it was, or begin a new run'
  throw new TrialfanError('RUN_CHANGED', `run ${run} cannot be resumed: its ${different.join(', ')} has changed since it began; ${mend}`, {
    run,
    different,
  })
}
