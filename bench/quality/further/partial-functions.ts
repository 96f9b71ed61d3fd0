import { categorical, defineSpace, float, integer, when } from '../../../client/space/index.ts'
import { numberOf } from '../functions/number-of.ts'
import type { QualityFunction } from '../quality-function.ts'
import { overBudgets } from './over-budgets.ts'

const logistic = (x: number): number => 1 / (1 + Math.exp(-x))

/** A kernel machine on a part of the rows: with few of them, simpler models are better than those that are best with all. */
const mfSubset = overBudgets({
  name: 'mf_subset',
  space: defineSpace({
    c: float(1e-3, 1e3, { log: true }),
    gamma: float(1e-4, 10, { log: true }),
    tolerance: float(1e-5, 1e-1, { log: true }),
    clip: float(0, 1),
    scaler: categorical(['none', 'standard', 'rank']),
  }),
  budgets: { min: 250, max: 16_000 },
  optimum: 0.2065,
  scale: 0.2476,
  cost(configuration, rows) {
    const [c, gamma] = [Math.log10(numberOf(configuration, 'c')), Math.log10(numberOf(configuration, 'gamma'))]
    const part = Math.log10(rows / 16_000)
    const complexity = gamma + 0.5 * c
    const bias = 0.3 * logistic(-1.5 * (complexity + 1.5))
    const variance = 0.45 * logistic(2 * (complexity - 0.5 - 0.9 * part))
    const scaler = { none: 0.06, standard: -0.03 * part, rank: 0.02 }[String(configuration.scaler)] ?? Number.NaN
    const rest =
      0.01 * (c - gamma - 3) ** 2 +
      0.2 * (numberOf(configuration, 'clip') - 0.35) ** 2 +
      0.008 * (Math.log10(numberOf(configuration, 'tolerance')) + 3) ** 2
    return 0.1 + bias + variance + scaler + rest + 0.15 * (Math.sqrt(250 / rows) - 0.125)
  },
  noise: (rows) => 0.25 / Math.sqrt(rows),
})

/** A net's error falls as a power of the epochs; trials diverge where steps are too great; what is measured is noisy, at first above all. */
const mfDiverge = overBudgets({
  name: 'mf_diverge',
  space: defineSpace({
    optimizer: categorical(['sgd', 'adam']),
    rate: float(1e-5, 10, { log: true }),
    momentum: when({ optimizer: 'sgd' }, float(0, 0.99)),
    batch: integer(16, 1_024, { log: true }),
    decay: float(1e-6, 1e-1, { log: true }),
    layers: integer(1, 10),
    width: integer(16, 1_024, { log: true }),
    dropout: float(0, 0.7),
  }),
  budgets: { min: 3, max: 243 },
  optimum: 0.1011,
  scale: 0.3093,
  cost(configuration, epochs) {
    const isSgd = configuration.optimizer === 'sgd'
    const gain = isSgd ? -Math.log10(1 - numberOf(configuration, 'momentum')) - 1.2 : 1
    const batch = Math.log2(numberOf(configuration, 'batch'))
    const layers = numberOf(configuration, 'layers')
    // Of a step, against the greatest one that does not diverge.
    const step = Math.log10(numberOf(configuration, 'rate')) + gain - 0.1 * (batch - 7) + 0.08 * layers
    if (step > 1) return null
    const decay = Math.log10(numberOf(configuration, 'decay'))
    const width = Math.log2(numberOf(configuration, 'width'))
    const dropout = numberOf(configuration, 'dropout')
    const limit =
      0.08 +
      0.03 * (step + 0.8) ** 2 +
      0.008 * (decay + 3.5) ** 2 +
      0.006 * (layers - 6) ** 2 +
      0.008 * (width - 8.5) ** 2 +
      0.4 * (dropout - 0.3) ** 2 +
      0.002 * (batch - 6) ** 2 +
      (isSgd ? 0 : 0.015)
    const speed = (isSgd ? 0.3 : 0.6) * logistic(2 * (step + 1.5))
    const power = 0.5 + 0.6 * logistic(1.5 * (step + 1))
    const least = Math.min(0.9, limit)
    return least + (0.9 - least) * (1 + speed * epochs) ** -power
  },
  noise: (epochs) => 0.02 * Math.sqrt(3 / epochs) + 0.003,
})

export const PARTIAL_FUNCTIONS: readonly QualityFunction[] = [mfSubset, mfDiverge]
