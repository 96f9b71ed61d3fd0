import { copyFileSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { TrialfanError } from '../../contract/errors.ts'
import { packageVersion } from '../../contract/package-version.ts'
import type { Configuration } from '../../contract/trial.ts'
import { newRunFolder, runFolder } from '../history/journal/run-folder.ts'
import { RunJournal } from '../history/journal/run-journal.ts'
import type { RunManifest } from '../history/journal/run-manifest.ts'
import { runPaths } from '../history/journal/run-paths.ts'
import { type Clock, steadyClock } from '../runner/clock.ts'
import type { Cluster } from '../runner/cluster.ts'
import { TargetFunctionRunner } from '../runner/target-function-runner.ts'
import type { Callback } from '../study/callback.ts'
import type { Facade } from '../study/facade.ts'
import { makeOptimizer } from '../study/make-optimizer.ts'
import { OPTIMIZER_NAMES } from '../study/optimizer-name.ts'
import { defineScenario } from '../study/scenario.ts'
import type { StopKind } from '../study/stop-reason.ts'
import type { Study } from '../study/study.ts'
import { studyFacts } from '../study/study-facts.ts'
import { clusterFacts } from './cluster-facts.ts'
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
}

export interface ResumeOptions<C extends Configuration = Configuration> extends StudyRunOptions<C> {
  /** Trials of the whole run, when that has changed since it began. */
  readonly trials?: number | undefined
  /** The most trials at a time, when that is to change; null: as many as there are workers. */
  readonly workers?: number | null | undefined
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
  /** What was found odd when the run was opened, in sentences for a person. */
  readonly notices: readonly string[]
  readonly #journal: RunJournal

  private constructor(journal: RunJournal, runner: LambdaParallelRunner, optimizer: Facade<C>, notices: readonly string[]) {
    this.id = journal.manifest.run
    this.folder = journal.folder
    this.runner = runner
    this.optimizer = optimizer
    this.notices = notices
    this.#journal = journal
  }

  /** @throws TrialfanError RUN_FOLDER, TargetError, TransportError, StudyError */
  static async start<C extends Configuration>(study: Study<C>, options: StartRunOptions<C> = {}): Promise<StudyRun<C>> {
    const { directory = defaultRunsFolder(), clock = steadyClock, run = newRunId(clock.now()), studyFile = null } = options
    const { scenario, target } = study
    const worker = new TargetFunctionRunner({ target, scenario, clock })
    const { sha256 } = await worker.bundle()
    const manifest: RunManifest = {
      format: 1,
      run,
      trialfan: packageVersion(),
      created: new Date(clock.now()).toISOString(),
      study: { name: study.name, file: studyFile, facts: studyFacts(study) },
      target: sha256,
      optimizer: { name: study.optimizer ?? 'default', description: makeOptimizer(study, null).description },
      seed: scenario.seed,
      workers: scenario.workers,
      objectives: [...scenario.objectives],
      instances: scenario.instances === null ? null : [...scenario.instances],
      trials: Number.isFinite(scenario.trials) ? scenario.trials : null,
      cluster: clusterFacts(options.cluster),
    }
    const journal = RunJournal.create(newRunFolder(directory, run), manifest, clock)
    // For a person: what `resume` reads is the file itself, with what it imports.
    if (studyFile !== null) copyFileSync(studyFile, runPaths(journal.folder).study(extname(studyFile)))
    return StudyRun.#open(journal, study, worker, options, []).catch((cause: unknown) => {
      journal.discard()
      throw cause
    })
  }

  /**
   * Goes on with a run: results that came meanwhile are taken in, and what is neither finished nor in flight goes out again.
   * @param study as it was when the run began; only limits of the run may have changed
   * @throws RunLockedError while another process works on it; JournalError; TrialfanError RUN_MISSING, RUN_CHANGED; what `start` throws
   */
  static async resume<C extends Configuration>(run: string, study: Study<C>, options: ResumeOptions<C> = {}): Promise<StudyRun<C>> {
    const { directory = defaultRunsFolder(), clock = steadyClock } = options
    const journal = RunJournal.open(runFolder(directory, run), clock)
    try {
      const { manifest, tornBytes } = journal
      const same = asBegun(manifest, study, options.workers)
      checkSame(manifest, same)
      const worker = new TargetFunctionRunner({ target: study.target, scenario: same.scenario, clock })
      const { sha256 } = await worker.bundle()
      const notices = [
        ...(tornBytes === 0 ? [] : [`the last record of the journal was not written to its end: ${tornBytes} bytes were cut`]),
        ...(sha256 === manifest.target ? [] : ["the target's code has changed since the run began: costs may not be comparable"]),
      ]
      return await StudyRun.#open(journal, same, worker, options, notices)
    } catch (cause) {
      journal[Symbol.dispose]()
      throw cause
    }
  }

  static async #open<C extends Configuration>(
    journal: RunJournal,
    study: Study<C>,
    worker: TargetFunctionRunner,
    options: StudyRunOptions<C> & { readonly trials?: number | undefined },
    notices: readonly string[],
  ): Promise<StudyRun<C>> {
    const { cluster, callbacks, onWarning, signal, clock, trials } = options
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
      return new StudyRun(journal, runner, makeOptimizer(study, runner, { callbacks, clock, journal, trials }), notices)
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
      await this.runner.close({ keep: this.isResumable && !this.#journal.isEmpty })
    } finally {
      // A run that never began is nothing to go on with.
      if (this.#journal.isEmpty) this.#journal.discard()
      else this.#journal[Symbol.dispose]()
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/** What the command line or the caller said when the run began goes before what the study says. */
function asBegun<C extends Configuration>(manifest: RunManifest, study: Study<C>, workers: number | null | undefined): Study<C> {
  const limits = { trials: manifest.trials ?? Number.POSITIVE_INFINITY, seed: manifest.seed, workers: workers ?? manifest.workers }
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
