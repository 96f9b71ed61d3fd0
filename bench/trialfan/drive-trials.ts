import { type Runner, StatusType, type TrialInfo, type TrialValue } from 'trialfan'

/**
 * Runs all trials as an optimizer's loop does: takes in what has finished, gives every free worker a trial, waits.
 * Keeps nothing of them: `onValue` sees each.
 * @throws Error for a trial that does not succeed: a bench of failures measures something else
 */
export async function driveTrials(
  runner: Runner,
  infos: readonly TrialInfo[],
  { data, onValue = () => {} }: { readonly data?: unknown; readonly onValue?: (value: TrialValue) => void } = {},
): Promise<void> {
  let finished = 0
  let sent = 0
  let failure: unknown = null
  const fail = (error: unknown): void => {
    failure = error
  }
  while (finished < infos.length) {
    for (const [, value] of runner.iterResults()) {
      if (value.status !== StatusType.SUCCESS) throw new Error(`a trial did not succeed: ${JSON.stringify(value)}`)
      onValue(value)
      finished++
    }
    for (const info of infos.slice(sent, sent + runner.countAvailableWorkers())) {
      sent++
      runner.submitTrial(info, data).catch(fail)
    }
    await runner.wait()
    if (failure !== null) throw failure
  }
}
