import { TrialfanError } from '../../contract/errors.ts'
import type { StudyRun, StudyRunOptions } from '../launch/study-run.ts'
import type { Clock } from '../runner/clock.ts'
import type { Facade } from '../study/facade.ts'
import { resolveData } from '../study/resolve-data.ts'
import type { Study } from '../study/study.ts'
import { StudyError } from '../study/study-error.ts'
import type { StudySummary } from '../study/study-summary.ts'
import { untilAborted } from '../study/until-aborted.ts'
import { EXIT_CODE, type ExitCode } from './exit-code.ts'
import { formatBytes } from './format-bytes.ts'
import type { RunDisplay } from './run-display.ts'
import type { RunReport } from './run-report.ts'
import { statusCounts } from './status-counts.ts'

export interface RunSurroundings {
  readonly display: RunDisplay
  readonly clock: Clock
}

/** Begins a run, or takes one up again. */
type OpenStudyRun = (options: StudyRunOptions) => Promise<StudyRun>

/**
 * Runs a study, shows its progress and reports what came of it.
 * @throws what made the run fail, after the report of what was found until then
 */
export async function runStudy(study: Study, open: OpenStudyRun, { display, clock }: RunSurroundings): Promise<ExitCode> {
  const { progress, report, signal } = display
  progress.step('starting the workers')
  const data = resolveData(`study ${JSON.stringify(study.name)}`, study.data)
  // Awaited below; it must not count as unhandled while the workers start.
  data.catch(() => {})
  await using run = await open({
    clock,
    signal,
    onWarning: (warning) => progress.notice(warning.message),
    callbacks: [
      {
        onStart: (optimizer) => report.start({ ...optimizer.scenario, trials: run.trials }, run.runner.limitDescription, run.id),
        onTellStart: (_, info, trial) => report.trial(info, trial),
        onIncumbent(_, evaluated) {
          report.incumbent(evaluated)
          progress.incumbent()
        },
      },
    ],
  })
  for (const notice of run.notices) progress.notice(notice)
  progress.step('preparing the data')
  const value = await untilAborted(data, signal)
  const onProgress = (sent: number, total: number): void =>
    progress.step(`uploading the data: ${formatBytes(sent)} of ${formatBytes(total)}`)
  const scattered = value === undefined ? undefined : await run.runner.scatter(value, { signal, onProgress })
  return await optimize(study, run, scattered, display)
}

async function optimize(study: Study, run: StudyRun, data: unknown, display: RunDisplay): Promise<ExitCode> {
  const { progress, report, signal } = display
  const { optimizer, runner, trials } = run
  const { name, runTimeLimitMs } = optimizer.scenario
  signal.throwIfAborted()
  display.stage = 'running'
  display.run = run.id
  progress.start(() => {
    const { figures, incumbent, default: initial } = optimizer.summary
    return { study: name, trials, runTimeLimitMs, workers: runner.limitDescription, figures, incumbent, default: initial }
  })
  try {
    await optimizer.optimize({ data, signal })
  } finally {
    progress.stop()
    reportEnd(study, optimizer, report)
    if (run.isResumable) display.tellResumable()
  }
  if (optimizer.stopReason?.kind === 'interrupted') return EXIT_CODE.interrupted
  // For a script that calls this, such a run has failed.
  if (optimizer.incumbent === null) throw nothingFound(study, optimizer)
  return EXIT_CODE.done
}

/** @throws StudyError after the report, when the study's own lines cannot be had */
function reportEnd(study: Study, { summary, stopReason }: Facade, report: RunReport): void {
  if (stopReason === null) return
  let lines: readonly string[] = []
  try {
    lines = ownLines(study, summary)
  } finally {
    report.end(summary, lines)
  }
}

function ownLines(study: Study, summary: StudySummary): readonly string[] {
  if (study.summary === null) return []
  const where = `study ${JSON.stringify(study.name)}`
  let lines: unknown
  try {
    lines = study.summary(summary)
  } catch (cause) {
    const error = new StudyError(where, 'summary', `the function threw: ${cause instanceof Error ? cause.message : String(cause)}`)
    error.cause = cause
    throw error
  }
  if (!Array.isArray(lines)) throw StudyError.expected(where, 'summary', 'a list of texts from the function', lines)
  const wrong = lines.findIndex((line) => typeof line !== 'string')
  if (wrong !== -1) throw StudyError.expected(where, `summary[${wrong}]`, 'a text from the function', lines[wrong])
  return lines
}

function nothingFound(study: Study, { summary }: Facade): TrialfanError {
  const counts = statusCounts(summary.figures)
  const message = `study ${JSON.stringify(study.name)}: no configuration succeeded on all of its instances (trials: ${counts === '' ? '0' : counts})`
  return new TrialfanError('NOTHING_FOUND', message, { statuses: summary.figures.statuses })
}
