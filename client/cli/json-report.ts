import { statusName } from '../../contract/status.ts'
import type { TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { EvaluatedConfiguration } from '../study/evaluated-configuration.ts'
import type { Scenario } from '../study/scenario.ts'
import type { StopReason } from '../study/stop-reason.ts'
import type { StudySummary } from '../study/study-summary.ts'
import type { RunReport } from './run-report.ts'
import type { OutputStream } from './terminal.ts'

/** One JSON object a line and an event: `start`, `trial`, `incumbent`, `end`. An infinite cost is null, as JSON has no other word. */
export class JsonReport implements RunReport {
  readonly #stream: OutputStream
  #trials = 0

  constructor(stream: OutputStream) {
    this.#stream = stream
  }

  start({ name, objectives, instances, seed, trials }: Scenario, workers: string, run: string): void {
    this.#write({ event: 'start', run, study: name, objectives, instances, seed, trials, workers })
  }

  trial(info: TrialInfo, value: TrialValue): void {
    const { configuration, instance = null, seed = null, budget = null } = info
    this.#trials++
    this.#write({
      event: 'trial',
      trial: this.#trials,
      configuration,
      instance,
      seed,
      budget,
      ...valueFields(value),
      worker: value.worker,
      usage: value.usage,
    })
  }

  incumbent(evaluated: EvaluatedConfiguration): void {
    this.#write({ event: 'incumbent', trial: this.#trials, configuration: evaluated.configuration, cost: evaluated.cost })
  }

  end({ incumbent, default: initial, front, figures, stopReason }: StudySummary, lines: readonly string[]): void {
    this.#write({
      event: 'end',
      stopReason: stopReason === null ? null : stopFields(stopReason),
      incumbent: evaluatedFields(incumbent),
      default: evaluatedFields(initial),
      front: front.map(evaluatedFields),
      figures,
      summary: lines,
    })
  }

  #write(event: object): void {
    this.#stream.write(`${JSON.stringify(event)}\n`)
  }
}

/** Why the run ended; of a cap on money with its figures. */
function stopFields(reason: StopReason): object {
  const { kind, sentence } = reason
  return reason.kind === 'max-cost' ? { kind, sentence, capUsd: reason.capUsd, spentUsd: reason.spentUsd } : { kind, sentence }
}

function evaluatedFields(evaluated: EvaluatedConfiguration | null): object | null {
  if (evaluated === null) return null
  const { configuration, cost, perInstance } = evaluated
  return { configuration, cost, perInstance: perInstance.map(({ instance, value }) => ({ instance, ...valueFields(value) })) }
}

function valueFields({ status, cost, runtimeMs, cpuTimeMs, startedAt, endedAt, attempt, additionalInfo }: TrialValue): object {
  return { status: statusName(status), cost, runtimeMs, cpuTimeMs, startedAt, endedAt, attempt, additionalInfo }
}
