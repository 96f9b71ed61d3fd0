import { categorical, defineSpace, float, greaterThan, integer, when } from '../../../client/space/index.ts'
import type { Configuration } from '../../../contract/trial.ts'
import { blackbox } from '../functions/blackbox.ts'
import { numberOf } from '../functions/number-of.ts'
import { gauss, hashConfiguration, hashedEntry } from '../hashed-noise.ts'
import type { QualityFunction } from '../quality-function.ts'
import { cube, cubeValues } from './cube.ts'

function levyOf(x: readonly number[]): number {
  const w = x.map((each) => 1 + (each - 1) / 4)
  const last = w.at(-1) ?? 0
  const inner = w.slice(0, -1).reduce((sum, each) => sum + (each - 1) ** 2 * (1 + 10 * Math.sin(Math.PI * each + 1) ** 2), 0)
  return Math.sin(Math.PI * (w[0] ?? 0)) ** 2 + inner + (last - 1) ** 2 * (1 + Math.sin(2 * Math.PI * last) ** 2)
}

const levy8 = blackbox({ name: 'levy8', space: cube(8, -15, 8), optimum: 0, scale: 174.8201893322212 }, (configuration) =>
  levyOf(cubeValues(configuration, 8)),
)

/** Not centred: a design's middle is not the optimum. */
const griewank6 = blackbox({ name: 'griewank6', space: cube(6, -400, 800), optimum: 0, scale: 233.08831221392379 }, (configuration) => {
  const x = cubeValues(configuration, 6)
  const product = x.reduce((sofar, each, at) => sofar * Math.cos(each / Math.sqrt(at + 1)), 1)
  return 1 + x.reduce((sum, each) => sum + (each * each) / 4000, 0) - product
})

const styblinski5 = blackbox(
  { name: 'styblinski5', space: cube(5, -5, 5), optimum: 5 * -39.16616570377142, scale: 161.81043367020612 },
  (configuration) => cubeValues(configuration, 5).reduce((sum, x) => sum + 0.5 * (x ** 4 - 16 * x * x + 5 * x), 0),
)

const LEVELS = { a: 5, b: 4, c: 6, d: 3 }
const table = (seed: number, row: string, column: string): number => hashedEntry(seed, Number(row), Number(column))

/** Categories that matter in pairs, and numbers whose best value depends on one of them. Its optimum was found by trying all 360 combinations. */
const mixedLevels = blackbox(
  {
    name: 'mixed_levels',
    space: defineSpace({
      ...Object.fromEntries(
        Object.entries(LEVELS).map(([name, count]) => [name, categorical(Array.from({ length: count }, (_, index) => String(index)))]),
      ),
      x0: float(0, 1),
      x1: float(0, 1),
      rate: float(1e-4, 1, { log: true }),
      i0: integer(1, 12),
      i1: integer(1, 64, { log: true }),
    }),
    optimum: 0.15113206398077944,
    scale: 1.9696903015153961,
  },
  (configuration) => {
    const { a, b, c, d } = configuration as Record<string, string>
    const centre = 0.2 + 0.15 * Number(a)
    return (
      table(1, a ?? '', b ?? '') +
      table(2, c ?? '', d ?? '') +
      2 * (numberOf(configuration, 'x0') - centre) ** 2 +
      2 * (numberOf(configuration, 'x1') - 0.35) ** 2 +
      0.1 * (Math.log10(numberOf(configuration, 'rate')) + 2.5 - 0.3 * Number(d)) ** 2 +
      0.02 * (numberOf(configuration, 'i0') - 4 - Number(b)) ** 2 +
      0.05 * (Math.log2(numberOf(configuration, 'i1')) - 4) ** 2
    )
  },
)

/** A network whose memory runs out: deeper and wider is better, up to a limit that nobody tells. About half of the space is over it. */
const crashNet: QualityFunction = {
  ...blackbox(
    {
      name: 'crash_net',
      space: defineSpace({
        layers: integer(1, 24),
        width: integer(32, 4096, { log: true }),
        batch: integer(8, 1024, { log: true }),
        rate: float(1e-5, 1e-1, { log: true }),
        dropout: float(0, 0.7),
        norm: categorical(['none', 'layer', 'batch']),
      }),
      optimum: 0.7617439361141627,
      scale: 0.6858016118338117,
    },
    netLoss,
  ),
  value: (configuration) => (crashes(configuration) ? null : netLoss(configuration)),
}

function crashes(configuration: Configuration): boolean {
  const [layers, width, batch] = ['layers', 'width', 'batch'].map((name) => numberOf(configuration, name)) as [number, number, number]
  const isDiverging = configuration.norm === 'none' && Math.log10(numberOf(configuration, 'rate')) > -2.5 - layers / 24
  return isDiverging || Math.log2(layers) + Math.log2(width) + 0.5 * Math.log2(batch) > 14.5
}

function netLoss(configuration: Configuration): number {
  const [layers, width, batch] = ['layers', 'width', 'batch'].map((name) => numberOf(configuration, name)) as [number, number, number]
  const rate = Math.log10(numberOf(configuration, 'rate'))
  const best = -3.4 + 0.3 * (Math.log2(batch) - 6) * 0.5
  const size = Math.log2(width)
  return (
    0.4 +
    1.2 * Math.exp(-layers / 5) +
    0.06 * (12 - size) +
    0.15 * (rate - best) ** 2 +
    0.5 * (numberOf(configuration, 'dropout') - 0.03 * size) ** 2 +
    0.02 * (Math.log2(batch) - 8) ** 2 +
    ({ none: 0.15, layer: 0, batch: 0.05 }[String(configuration.norm)] ?? Number.NaN)
  )
}

const levy4 = blackbox({ name: 'noisy_levy4', space: cube(4, -15, 8), optimum: 0, scale: 62.1134060817533 }, (configuration) =>
  levyOf(cubeValues(configuration, 4)),
)

/** Noise that grows with the cost. */
const noisyLevy4: QualityFunction = {
  ...levy4,
  value(configuration, { seed }) {
    const cost = levy4.truth(configuration)
    return cost + (0.5 + 0.15 * cost) * gauss(hashConfiguration(levy4.space, configuration, 101, seed))
  },
}

/** A run time over five decades: a product, in parameters that are searched on the logarithm. */
const logProduct = blackbox(
  {
    name: 'log_product',
    space: defineSpace({
      cache: integer(1, 65536, { log: true }),
      block: integer(1, 4096, { log: true }),
      threads: integer(1, 64),
      tolerance: float(1e-8, 1e-1, { log: true }),
      relax: float(0, 2),
      order: integer(1, 8),
    }),
    optimum: 0.5,
    scale: 123.3648979842466,
  },
  (configuration) => {
    const [cache, block] = [Math.log2(numberOf(configuration, 'cache')), Math.log2(numberOf(configuration, 'block'))]
    const misfit =
      0.02 * (cache - 11) ** 2 +
      0.05 * (block - cache / 2 - 0.5) ** 2 +
      0.002 * (numberOf(configuration, 'threads') - 24) ** 2 +
      0.15 * (Math.log10(numberOf(configuration, 'tolerance')) + 4) ** 2 +
      3 * (numberOf(configuration, 'relax') - 1.4) ** 2 +
      0.15 * (numberOf(configuration, 'order') - 3) ** 2
    return 0.5 * Math.exp(misfit)
  },
)

const deeper = (layer: number) => when({ layers: greaterThan(layer - 1) }, integer(8, 512, { log: true }))

/** A network with widths for the layers that it has, and an optimizer with parameters of its own. */
const condNet = blackbox(
  {
    name: 'cond_net',
    space: defineSpace({
      optimizer: categorical(['sgd', 'adam', 'lbfgs']),
      rate: when({ optimizer: ['sgd', 'adam'] }, float(1e-5, 1, { log: true })),
      momentum: when({ optimizer: 'sgd' }, float(0, 0.99)),
      beta: when({ optimizer: 'adam' }, float(0.8, 0.999)),
      history: when({ optimizer: 'lbfgs' }, integer(2, 50)),
      layers: integer(1, 4),
      width1: integer(8, 512, { log: true }),
      width2: deeper(2),
      width3: deeper(3),
      width4: deeper(4),
      dropout: float(0, 0.8),
    }),
    optimum: 0.1,
    scale: 0.3509505123057876,
  },
  (configuration) => {
    const layers = numberOf(configuration, 'layers')
    let loss = 0.1 + 0.04 * (layers - 3) ** 2 + 0.3 * (numberOf(configuration, 'dropout') - 0.1 * layers) ** 2
    for (let layer = 1; layer <= layers; layer++)
      loss += 0.01 * (Math.log2(numberOf(configuration, `width${layer}`)) - 8.5 + 0.8 * layer) ** 2
    switch (configuration.optimizer) {
      case 'sgd': {
        const [rate, momentum] = [Math.log10(numberOf(configuration, 'rate')), numberOf(configuration, 'momentum')]
        return loss + 0.05 * (rate + 1.5 + 1.2 * momentum) ** 2 + 0.2 * (momentum - 0.9) ** 2
      }
      case 'adam': {
        const rate = Math.log10(numberOf(configuration, 'rate'))
        return loss + 0.03 + 0.08 * (rate + 3) ** 2 + 2 * (numberOf(configuration, 'beta') - 0.93) ** 2
      }
      default:
        return loss + 0.12 + 0.0001 * (numberOf(configuration, 'history') - 20) ** 2
    }
  },
)

/** Other functions than those of the peers' table, so that a change which helps those alone is seen. */
export const BLACKBOX_FUNCTIONS: readonly QualityFunction[] = [
  levy8,
  griewank6,
  styblinski5,
  mixedLevels,
  crashNet,
  noisyLevy4,
  logProduct,
  condNet,
]
