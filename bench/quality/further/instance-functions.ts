import { categorical, defineSpace, float, integer, when } from '../../../client/space/index.ts'
import type { Configuration } from '../../../contract/trial.ts'
import { numberOf } from '../functions/number-of.ts'
import { fmix32, gauss, hashConfiguration, uniform } from '../hashed-noise.ts'
import type { QualityFunction } from '../quality-function.ts'

interface InstanceCosts {
  readonly name: string
  readonly space: QualityFunction['space']
  readonly instances: number
  readonly optimum: number
  readonly scale: number
  features(instance: number): readonly number[]
  /** Without noise. */
  cost(configuration: Configuration, instance: number): number
  /** With it; `z` is standard normal. */
  noisy(cost: number, z: number): number
}

function overInstances({ name, space, instances, optimum, scale, features, cost, noisy }: InstanceCosts): QualityFunction {
  const all = Array.from({ length: instances }, (_, instance) => instance)
  const mean = (of: (instance: number) => number): number => all.reduce((sum, instance) => sum + of(instance), 0) / instances
  const measured = (configuration: Configuration, instance: number, seed: number): number =>
    noisy(cost(configuration, instance), gauss(hashConfiguration(space, configuration, 103, instance, seed)))
  return {
    name,
    kind: 'instances',
    space,
    instanceFeatures: Object.fromEntries(all.map((instance) => [`i${instance}`, features(instance)])),
    budgets: null,
    optimum,
    scale,
    value: (configuration, { seed, instance }) =>
      instance === null ? mean((each) => measured(configuration, each, seed)) : measured(configuration, Number(instance.slice(1)), seed),
    truth: (configuration) => mean((instance) => cost(configuration, instance)),
  }
}

const draws = (instance: number, count: number): number[] => Array.from({ length: count }, (_, k) => uniform(fmix32(7_000 + instance), k))

/** Distances from the best known solution: small numbers, an instance's own level, normal noise. */
const acGap = overInstances({
  name: 'ac_gap',
  space: defineSpace({
    cooling: float(0.8, 0.9999),
    temperature: float(0.01, 100, { log: true }),
    moves: categorical(['2opt', '3opt', 'oropt', 'swap']),
    restarts: integer(1, 50, { log: true }),
    tabu: float(0, 1),
    greedy: float(0, 1),
  }),
  instances: 25,
  optimum: 0.12747919680387507,
  scale: 0.15732974023061239,
  features: (instance) => draws(instance, 4),
  cost(configuration, instance) {
    const [size = 0, clustered = 0, skew = 0] = draws(instance, 4)
    const cooling = -Math.log10(1 - numberOf(configuration, 'cooling'))
    const moves = { '2opt': 0.06, '3opt': 0.02 + 0.05 * size, oropt: 0.03 + 0.06 * clustered, swap: 0.12 }[String(configuration.moves)]
    return (
      0.02 +
      0.1 * size +
      (moves ?? Number.NaN) +
      0.02 * (cooling - 2.2 - size) ** 2 +
      0.015 * (Math.log10(numberOf(configuration, 'temperature')) - 0.4) ** 2 +
      0.01 * (Math.log2(numberOf(configuration, 'restarts')) - 3) ** 2 +
      0.12 * (numberOf(configuration, 'tabu') - 0.3 - 0.3 * clustered) ** 2 +
      0.08 * (numberOf(configuration, 'greedy') - 0.8 + 0.2 * skew) ** 2
    )
  },
  noisy: (cost, z) => Math.max(0, cost + 0.02 * z),
})

/** Two kinds of instances that want different settings, told by nine features of which most say nothing; run times. */
const acGroups = overInstances({
  name: 'ac_groups',
  space: defineSpace({
    engine: categorical(['cdcl', 'local', 'hybrid']),
    flips: when({ engine: ['local', 'hybrid'] }, float(1e-3, 1, { log: true })),
    decay: when({ engine: ['cdcl', 'hybrid'] }, float(0.6, 0.999)),
    clean: integer(100, 100_000, { log: true }),
    phase: categorical(['false', 'true', 'saved']),
  }),
  instances: 16,
  optimum: 8.911259747633942,
  scale: 69.37091517013417,
  features: (instance) => [instance % 2, ...draws(instance, 8)],
  cost(configuration, instance) {
    const isRandom = instance % 2 === 1
    const [hardness = 0, shift = 0] = draws(instance, 8)
    let y = -0.3 + 1.2 * hardness
    y += { cdcl: isRandom ? 1.3 : 0, local: isRandom ? 0.1 : 1.5, hybrid: 0.35 }[String(configuration.engine)] ?? Number.NaN
    if (configuration.engine !== 'cdcl') y += 0.25 * (Math.log10(numberOf(configuration, 'flips')) + 1.5 + 0.5 * shift) ** 2
    if (configuration.engine !== 'local') y += 6 * (numberOf(configuration, 'decay') - 0.9 - 0.05 * shift) ** 2
    y += 0.12 * (Math.log10(numberOf(configuration, 'clean')) - 3.5) ** 2
    return 10 ** (y + ({ false: 0.1, true: 0.25, saved: 0 }[String(configuration.phase)] ?? Number.NaN))
  },
  noisy: (cost, z) => cost * Math.exp(0.4 * z),
})

/** Many instances, hardness over three decades: a few of them make most of the mean. */
const acMany = overInstances({
  name: 'ac_many',
  space: defineSpace({
    alpha: float(0, 1),
    beta: float(1e-3, 10, { log: true }),
    branch: categorical(['first', 'most', 'pseudo', 'strong']),
    depth: integer(1, 40),
  }),
  instances: 60,
  optimum: 22.61707359613378,
  scale: 89.76723550610204,
  features: (instance) => draws(instance, 2),
  cost(configuration, instance) {
    const [hardness = 0, kind = 0] = draws(instance, 3)
    const y =
      -1 +
      3 * hardness +
      1.5 * (numberOf(configuration, 'alpha') - 0.7 + 0.2 * kind) ** 2 +
      0.15 * (Math.log10(numberOf(configuration, 'beta')) + 0.5) ** 2 +
      ({ first: 0.6, most: 0.25, pseudo: 0.1 * kind, strong: 0.2 - 0.15 * hardness }[String(configuration.branch)] ?? Number.NaN) +
      0.001 * (numberOf(configuration, 'depth') - 15) ** 2
    return 10 ** y
  },
  noisy: (cost, z) => cost * Math.exp(0.25 * z),
})

export const INSTANCE_FUNCTIONS: readonly QualityFunction[] = [acGap, acGroups, acMany]
