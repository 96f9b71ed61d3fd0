import { defineSpace, float } from '../../../../client/space/index.ts'
import { RandomSearch, type RandomSearchOptions } from '../../../../client/study/random-search.ts'
import { defineScenario, type ScenarioOptions } from '../../../../client/study/scenario.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { TrialInfo } from '../../../../contract/trial.ts'
import { InMemoryRunner, type InMemoryRunnerOptions, type TrialCourse } from '../../../support/in-memory-runner.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

export const space = defineSpace({ x: float(-5, 5, { default: 4 }) })
export const square = ({ configuration }: TrialInfo): number => (configuration.x as number) ** 2
export const success = (info: TrialInfo): TrialCourse => ({ value: { cost: square(info) }, afterMs: 100 })
export const crash = (): TrialCourse => ({
  value: { status: StatusType.CRASHED, cost: Number.POSITIVE_INFINITY, additionalInfo: { error: 'boom' } },
  afterMs: 100,
})

export interface Setting {
  readonly scenario?: Partial<ScenarioOptions>
  readonly runner?: Partial<InMemoryRunnerOptions>
  readonly options?: RandomSearchOptions
}

export function setUp({ scenario = {}, runner: runnerOptions = {}, options = {} }: Setting = {}) {
  const clock = new VirtualClock()
  const runner = new InMemoryRunner({ clock, workers: 4, course: success, ...runnerOptions })
  const optimizer = new RandomSearch(defineScenario({ space, trials: 20, ...scenario }), runner, { clock, ...options })
  return { clock, runner, optimizer }
}

/** Runs it, and interrupts the run after so many ms. */
export async function interrupted(optimizer: RandomSearch, clock: VirtualClock, afterMs: number): Promise<void> {
  const controller = new AbortController()
  const done = optimizer.optimize({ signal: controller.signal })
  await clock.advance(afterMs)
  controller.abort()
  await clock.runUntil(done)
}
