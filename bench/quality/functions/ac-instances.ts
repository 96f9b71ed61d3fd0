import { categorical, defineSpace, float, integer, when } from '../../../client/space/index.ts'
import type { Configuration } from '../../../contract/trial.ts'
import { fmix32, gauss, hashConfiguration, uniform } from '../hashed-noise.ts'
import type { QualityFunction } from '../quality-function.ts'
import { numberOf } from './number-of.ts'

const CUTOFF = 300
const INSTANCES = 20
const space = defineSpace({
  heuristic: categorical(['dlis', 'jw', 'vsids']),
  restart: categorical(['geometric', 'luby', 'none']),
  noise: float(0.001, 1, { log: true }),
  decay: float(0.5, 0.999),
  restart_len: when({ restart: ['geometric', 'luby'] }, integer(10, 10_000, { log: true })),
  depth: integer(1, 30),
})

function featuresOf(instance: number): readonly [number, number, number] {
  const hash = fmix32(1000 + instance)
  return [uniform(hash, 0), uniform(hash, 1), uniform(hash, 2)]
}

/** Seconds without noise. */
function runtime(configuration: Configuration, instance: number): number {
  const [a, b, hardness] = featuresOf(instance)
  let y = -0.5 + 1.6 * hardness
  y += { dlis: 0.6 + 0.3 * a, jw: 0.9 * (1 - a), vsids: 0.7 * a }[String(configuration.heuristic)] ?? Number.NaN
  y += 0.35 * (Math.log10(numberOf(configuration, 'noise')) + 2.2 - 1.2 * b) ** 2
  y += 14 * (numberOf(configuration, 'decay') - (0.93 - 0.15 * a)) ** 2
  if (configuration.restart === 'none') y += 0.25 + 0.5 * hardness
  else {
    const length = Math.log10(numberOf(configuration, 'restart_len'))
    y += (configuration.restart === 'luby' ? 0 : 0.12) + 0.2 * (length - (1.9 + 0.8 * hardness)) ** 2
  }
  y += 0.002 * (numberOf(configuration, 'depth') - 8 - 10 * b) ** 2
  return Math.min(CUTOFF, 10 ** y)
}

function noisyRuntime(configuration: Configuration, instance: number, seed: number): number {
  const hash = hashConfiguration(space, configuration, 78, instance, seed)
  const tail = uniform(hash, 2)
  const factor = Math.exp(0.35 * gauss(hash)) * (tail < 0.08 ? (tail / 0.08) ** (-1 / 1.2) : 1)
  return Math.min(CUTOFF, runtime(configuration, instance) * factor)
}

const NUMBERS = Array.from({ length: INSTANCES }, (_, instance) => instance)
const meanOver = (cost: (instance: number) => number): number => NUMBERS.reduce((sum, instance) => sum + cost(instance), 0) / INSTANCES

/** Run times on 20 instances, log-normal with a heavy tail in 8 % of the runs; scored on the mean over all instances without noise. */
export const acInstances: QualityFunction = {
  name: 'ac_instances',
  kind: 'instances',
  space,
  instanceFeatures: Object.fromEntries(NUMBERS.map((instance) => [String(instance), featuresOf(instance)])),
  budgets: null,
  optimum: 8.833376854060134,
  scale: 114.26240920003457,
  value: (configuration, { seed, instance }) =>
    instance === null ? meanOver((each) => noisyRuntime(configuration, each, seed)) : noisyRuntime(configuration, Number(instance), seed),
  truth: (configuration) => meanOver((instance) => runtime(configuration, instance)),
}
