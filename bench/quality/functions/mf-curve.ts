import { categorical, defineSpace, float, integer } from '../../../client/space/index.ts'
import type { Configuration } from '../../../contract/trial.ts'
import { gauss, hashConfiguration } from '../hashed-noise.ts'
import type { QualityFunction } from '../quality-function.ts'
import { numberOf } from './number-of.ts'

const MOST = 81
const space = defineSpace({
  lr: float(1e-5, 1, { log: true }),
  wd: float(1e-6, 1e-1, { log: true }),
  layers: integer(1, 8),
  width: integer(16, 1024, { log: true }),
  dropout: float(0, 0.8),
  act: categorical(['gelu', 'relu', 'tanh']),
})

function curve(configuration: Configuration, budget: number): number {
  const rate = Math.log10(numberOf(configuration, 'lr'))
  const decay = Math.log10(numberOf(configuration, 'wd'))
  const width = Math.log2(numberOf(configuration, 'width'))
  const layers = numberOf(configuration, 'layers')
  const dropout = numberOf(configuration, 'dropout')
  const bestRate = -2.6 - 0.12 * (layers - 4)
  let q = 0.1 * (rate - bestRate) ** 2 + 0.015 * (decay + 3.5 + 0.4 * dropout) ** 2 + 0.012 * (layers - 4) ** 2
  q += 0.01 * (width - 8) ** 2 + 0.5 * (dropout - 0.06 * width + 0.28) ** 2
  q += { gelu: 0, relu: 0.01, tanh: 0.04 }[String(configuration.act)] ?? Number.NaN
  const speed = 0.35 + 0.12 * (rate + 5)
  const size = 0.15 + 0.05 * layers + 0.03 * (width - 4)
  return 0.05 + 0.85 * (1 - Math.exp(-q)) + size * (budget ** -speed - MOST ** -speed)
}

/** Like learning curves: greater rates converge faster, big nets start worse, so that the curves cross. Scored at the greatest budget. */
export const mfCurve: QualityFunction = {
  name: 'mf_curve',
  kind: 'multifidelity',
  space,
  instanceFeatures: null,
  budgets: { min: 1, max: MOST },
  optimum: 0.05,
  scale: 0.2772903639073869,
  value(configuration, { seed, budget }) {
    const at = budget ?? MOST
    return curve(configuration, at) + (0.02 / Math.sqrt(at)) * gauss(hashConfiguration(space, configuration, 79, seed, Math.round(at)))
  },
  truth: (configuration) => curve(configuration, MOST),
}
