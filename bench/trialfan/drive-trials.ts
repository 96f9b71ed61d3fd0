import { type Runner, StatusType, type TrialInfo, type TrialValue } from 'trialfan'

/**
 * Runs all trials as an optimizer's loop does: takes in what has finished, gives every free worker a trial, waits.
 * @throws Error for a trial that does not succeed: a bench of failures measures something else
 */
export async function driveTrials(runner: Runner, infos: readonly TrialInfo[], data?: unknown): Promise<readonly TrialValue[]> {
  const values: TrialValue[] = []
  let sent = 0
  let failure: unknown = null
  const fail = (error: unknown): void => {
    failure = error
  }
  while (values.length < infos.length) {
    for (const [, value] of runner.iterResults()) {
      if (value.status !== StatusType.SUCCESS) throw new Error(`a trial did not succeed: ${JSON.stringify(value)}`)
      values.push(value)
    }
    for (const info of infos.slice(sent, sent + runner.countAvailableWorkers())) {
      sent++
      runner.submitTrial(info, data).catch(fail)
    }
    await runner.wait()
    if (failure !== null) throw failure
  }
  return values
}
