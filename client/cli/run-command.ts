import { ShapeError, TrialfanError } from '../../contract/errors.ts'
import { ConnectError } from '../aws/connect-error.ts'
import { defineScenario, type Scenario } from '../study/scenario.ts'
import type { Study } from '../study/study.ts'
import { errorLines } from './error-lines.ts'
import { EXIT_CODE, type ExitCode } from './exit-code.ts'
import { Interruption } from './interruption.ts'
import { JsonReport } from './json-report.ts'
import { LiveProgress } from './live-progress.ts'
import { loadStudy } from './load-study.ts'
import { openCluster } from './open-cluster.ts'
import { PlainProgress } from './plain-progress.ts'
import type { ProgressDisplay } from './progress-display.ts'
import type { RunSettings } from './run-settings.ts'
import { runStudy } from './run-study.ts'
import { SilentProgress } from './silent-progress.ts'
import type { Surroundings } from './surroundings.ts'
import { type Terminal, terminal } from './terminal.ts'
import { TextReport } from './text-report.ts'

const NO_TRIAL = 'interrupted before the first trial: nothing was run'
/** The codes of errors that lie in what the user wrote, not in what happened on the way. */
const WRONG_USE: ReadonlySet<string> = new Set(['TARGET', 'DATA', 'TRIAL_TOO_LONG', 'TRIAL_TOO_LARGE', 'OPTION'])

/** `trialfan run STUDY`: prints what went wrong, and gives the exit code. */
export async function runCommand(path: string, settings: RunSettings, surroundings: Surroundings): Promise<ExitCode> {
  const { clock, env, signals, exit, onExit } = surroundings
  const stderr = terminal(surroundings.stderr, env)
  const progress = progressDisplay(settings, stderr, surroundings)
  const fail = (error: unknown, code: ExitCode): ExitCode => {
    progress.stop()
    surroundings.stderr.write(`${errorLines(error, stderr.colors).join('\n')}\n`)
    return code
  }
  const leave = (): void => exit(EXIT_CODE.interrupted)
  const run: { stage: 'loading' | 'starting' | 'running' } = { stage: 'loading' }
  const isRunning = (): boolean => run.stage === 'running'
  using interruption = new Interruption(
    signals,
    () => {
      if (isRunning()) return progress.notice('interrupted: waiting for trials that are about to finish; once more leaves at once')
      progress.notice(NO_TRIAL)
      // A module that is being imported cannot be told to stop.
      if (run.stage !== 'loading') return
      progress.stop()
      leave()
    },
    leave,
  )
  let ready: readonly [Study, Scenario]
  try {
    const study = await loadStudy(path, surroundings)
    ready = [study, defineScenario({ ...study.scenario, ...overrides(settings) })]
  } catch (error) {
    return fail(error, EXIT_CODE.wrongUse)
  }
  run.stage = 'starting'
  const forget = onExit(() => progress.stop())
  const { signal } = interruption
  try {
    const [study, scenario] = ready
    const report = settings.json ? new JsonReport(surroundings.stdout) : new TextReport(terminal(surroundings.stdout, env))
    const onBegin = (): void => {
      run.stage = 'running'
    }
    if (settings.on === 'aws') progress.step('looking for the stack')
    await using cluster = await openCluster(settings, surroundings, signal)
    return await runStudy(
      { ...study, scenario, optimizer: settings.optimizer ?? study.optimizer },
      { progress, report, signal, clock, onBegin, cluster },
    )
  } catch (error) {
    if (signal.aborted && !isRunning()) return EXIT_CODE.interrupted
    return fail(error, isWrongUse(error, isRunning()) ? EXIT_CODE.wrongUse : EXIT_CODE.failed)
  } finally {
    progress.stop()
    forget()
  }
}

function isWrongUse(error: unknown, isRunning: boolean): boolean {
  // Once the run has begun, a shape is that of a message on its way.
  if (error instanceof ShapeError) return !isRunning
  if (error instanceof ConnectError) return true
  return error instanceof TrialfanError && WRONG_USE.has(error.code)
}

function progressDisplay({ json }: RunSettings, stderr: Terminal, { clock }: Surroundings): ProgressDisplay {
  if (json) return new SilentProgress(stderr.stream)
  return stderr.isLive ? new LiveProgress(stderr, clock) : new PlainProgress(stderr.stream, clock)
}

/** What the command line says goes before what the study says. */
function overrides({ workers, trials, seed, maxCost }: RunSettings): Partial<Pick<Scenario, 'workers' | 'trials' | 'seed' | 'maxCostUsd'>> {
  return {
    ...(workers !== undefined && { workers }),
    ...(trials !== undefined && { trials }),
    ...(seed !== undefined && { seed }),
    ...(maxCost !== undefined && { maxCostUsd: maxCost }),
  }
}
