import { nearestWord } from '../../contract/nearest-word.ts'
import type { Configuration } from '../../contract/trial.ts'
import type { Callback } from './callback.ts'
import { StudyError } from './study-error.ts'

const POINTS = [
  'onStart',
  'onEnd',
  'onIterationStart',
  'onIterationEnd',
  'onAskStart',
  'onAskEnd',
  'onNextConfigurationsStart',
  'onNextConfigurationsEnd',
  'onTrialSubmitted',
  'onTellStart',
  'onTellEnd',
  'onIncumbent',
] as const satisfies readonly (keyof Callback)[]

/** A point that is misspelt would never be called, one that is no function would end the run in its midst. @throws StudyError */
export function checkCallbacks<C extends Configuration>(where: string, callbacks: readonly object[]): readonly Callback<C>[] {
  for (const [index, callback] of callbacks.entries()) {
    for (const name of Object.keys(callback)) {
      const meant = /^on[A-Z]/i.test(name) && !isPoint(name) ? nearestWord(name, POINTS) : null
      if (meant !== null) throw new StudyError(where, `callbacks[${index}].${name}`, `there is no such point; did you mean "${meant}"?`)
    }
    for (const [point, called] of POINTS.map((each) => [each, Reflect.get(callback, each) as unknown] as const))
      if (called !== undefined && typeof called !== 'function')
        throw StudyError.expected(where, `callbacks[${index}].${point}`, 'a function', called)
  }
  return callbacks
}

const isPoint = (name: string): boolean => POINTS.some((point) => point === name)
