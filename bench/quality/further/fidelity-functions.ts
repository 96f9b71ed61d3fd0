import { categorical, defineSpace, float, integer, when } from '../../../client/space/index.ts'
import { numberOf } from '../functions/number-of.ts'
import type { QualityFunction } from '../quality-function.ts'
import { overBudgets } from './over-budgets.ts'

/** The order at small budgets is that at the greatest, but for the noise. */
const mfRank = overBudgets({
  name: 'mf_rank',
  space: defineSpace({
    rate: float(1e-4, 1, { log: true }),
    depth: integer(1, 12),
    subsample: float(0.3, 1),
    columns: float(0.3, 1),
    lambda: float(1e-3, 100, { log: true }),
  }),
  budgets: { min: 10, max: 270 },
  optimum: 0.1,
  scale: 0.5476658283300728,
  cost(configuration, budget) {
    const q =
      0.2 * (Math.log10(numberOf(configuration, 'rate')) + 1.3) ** 2 +
      0.02 * (numberOf(configuration, 'depth') - 6) ** 2 +
      1.5 * (numberOf(configuration, 'subsample') - 0.75) ** 2 +
      1.0 * (numberOf(configuration, 'columns') - 0.6) ** 2 +
      0.05 * (Math.log10(numberOf(configuration, 'lambda')) - 0.5) ** 2
    return 0.1 + (1 - Math.exp(-q)) * (0.7 + 0.3 * (budget / 270)) + 0.4 * ((10 / budget) ** 0.5 - (10 / 270) ** 0.5)
  },
  noise: (budget) => 0.03 * Math.sqrt(10 / budget),
})

/** Small budgets mislead: what is best there is far from what is best at the greatest one. */
const mfMislead = overBudgets({
  name: 'mf_mislead',
  space: defineSpace({
    rate: float(1e-5, 1, { log: true }),
    size: float(0, 1),
    warm: float(0, 1),
    schedule: categorical(['constant', 'cosine', 'step']),
  }),
  budgets: { min: 1, max: 27 },
  optimum: 0,
  scale: 0.46256908974758915,
  cost(configuration, budget) {
    const early = 1 - Math.log(budget) / Math.log(27)
    const rate = Math.log10(numberOf(configuration, 'rate'))
    const schedule = { constant: 0.1 * (1 - early), cosine: 0.15 * early, step: 0.05 }[String(configuration.schedule)] ?? Number.NaN
    const q =
      0.15 * (rate + 3.5 - 2 * early) ** 2 +
      1.2 * (numberOf(configuration, 'size') - 0.8 + 0.7 * early) ** 2 +
      0.4 * (numberOf(configuration, 'warm') - 0.3) ** 2 +
      schedule
    return 1 - Math.exp(-q) + 0.5 * early
  },
  noise: (budget) => 0.02 / Math.sqrt(budget),
})

/** Errors that fall exponentially with epochs, each configuration at its own speed; parameters that are there for one model alone. */
const mfEpochs = overBudgets({
  name: 'mf_epochs',
  space: defineSpace({
    model: categorical(['linear', 'boost', 'net']),
    ridge: when({ model: 'linear' }, float(1e-6, 10, { log: true })),
    shrink: when({ model: 'boost' }, float(0.01, 1, { log: true })),
    leaves: when({ model: 'boost' }, integer(2, 256, { log: true })),
    rate: when({ model: 'net' }, float(1e-5, 1, { log: true })),
    width: when({ model: 'net' }, integer(8, 1024, { log: true })),
    clip: float(0, 1),
  }),
  budgets: { min: 2, max: 128 },
  optimum: 0.08,
  scale: 0.20670378378620585,
  cost(configuration, budget) {
    const clip = 0.1 * (numberOf(configuration, 'clip') - 0.4) ** 2
    const fall = (limit: number, speed: number): number => limit + clip + 0.5 * Math.exp(-speed * budget) - 0.5 * Math.exp(-speed * 128)
    switch (configuration.model) {
      case 'linear':
        return fall(0.3 + 0.01 * (Math.log10(numberOf(configuration, 'ridge')) + 2) ** 2, 0.5)
      case 'boost': {
        const [shrink, leaves] = [Math.log10(numberOf(configuration, 'shrink')), Math.log2(numberOf(configuration, 'leaves'))]
        return fall(0.13 + 0.06 * (shrink + 1.1) ** 2 + 0.008 * (leaves - 5) ** 2, 0.03 * 10 ** (shrink + 1))
      }
      default: {
        const [rate, width] = [Math.log10(numberOf(configuration, 'rate')), Math.log2(numberOf(configuration, 'width'))]
        return fall(0.08 + 0.07 * (rate + 2.6) ** 2 + 0.01 * (width - 7.5) ** 2, Math.min(0.5, 0.02 * 10 ** (0.7 * (rate + 2.6))))
      }
    }
  },
  noise: () => 0.004,
})

export const FIDELITY_FUNCTIONS: readonly QualityFunction[] = [mfRank, mfMislead, mfEpochs]
