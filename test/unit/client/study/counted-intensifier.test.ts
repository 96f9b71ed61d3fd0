import { expect, test } from 'vitest'
import type { BackgroundWork } from '../../../../client/study/background-work.ts'
import { CountedIntensifier } from '../../../../client/study/counted-intensifier.ts'
import type { TrialInfo } from '../../../../contract/trial.ts'
import { ended } from '../intensifier/ended.ts'

test('the background hears how many trials are on their way, whatever their configurations, before the source is asked or told', () => {
  const heard: number[] = []
  const background: BackgroundWork = {
    startBackground: () => {},
    stopBackground: () => {},
    interruptBackground: () => {},
    expect: (inFlight) => void heard.push(inFlight),
    deliveries: [],
    replay: () => {},
  }
  const configuration = { x: 1 }
  let seed = 0
  const seen: (number | undefined)[] = []
  const source = {
    isExhausted: false,
    next: (n: number): TrialInfo[] => {
      seen.push(heard.at(-1))
      return Array.from({ length: n }, () => ({ configuration, seed: seed++ }))
    },
    told: () => void seen.push(heard.at(-1)),
  }
  const intensifier = new CountedIntensifier(source, background)
  const [first, second] = intensifier.next(2)
  intensifier.next(3)
  intensifier.told(first!, ended(1))
  intensifier.told(first!, ended(1))
  intensifier.told({ ...second! }, ended(1))
  intensifier.told(second!, ended(1))
  expect(seen).toEqual([0, 2, 4, 4, 4, 3])
})
