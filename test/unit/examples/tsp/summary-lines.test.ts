import { expect, test } from 'vitest'
import { summaryLines } from '../../../../examples/tsp/summary-lines.ts'

const trial = (length: number) => ({ additionalInfo: { length } })

test('shows both tours beside the optimal one, and the mean gaps', () => {
  const perInstance = [
    { instance: 'att532', default: trial(28_000), incumbent: trial(27_686) },
    { instance: 'gr666', default: trial(300_000), incumbent: trial(295_000) },
  ]
  expect(summaryLines({ perInstance })).toEqual([
    'instance   optimum           default        best found',
    'att532       27686    28000  +1.13 %    27686  +0.00 %',
    'gr666       294358   300000  +1.92 %   295000  +0.22 %',
    'mean gap                     +1.53 %           +0.11 %',
  ])
})

test('says where there is no tour', () => {
  const perInstance = [{ instance: 'att532', default: { additionalInfo: { error: 'out of memory' } }, incumbent: null }]
  expect(summaryLines({ perInstance })).toEqual([
    'instance   optimum           default        best found',
    'att532       27686           no tour           no tour',
    'mean gap                     no tour           no tour',
  ])
})
