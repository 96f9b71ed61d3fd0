import { categorical, defineSpace, float, integer, type Parameter, when } from '../../../client/space/index.ts'
import type { Configuration } from '../../../contract/trial.ts'
import { blackbox } from '../functions/blackbox.ts'
import { numberOf } from '../functions/number-of.ts'
import { hashedEntry } from '../hashed-noise.ts'
import type { QualityFunction } from '../quality-function.ts'
import { cube, cubeValues } from './cube.ts'

/** Thirty parameters, of which six matter. */
const sparse30 = blackbox({ name: 'sparse30', space: cube(30, -4, 6), optimum: 0, scale: 110.91430744631434 }, (configuration) => {
  const x = cubeValues(configuration, 30)
  return [1, 6, 11, 16, 21, 26].reduce((sum, at, k) => sum + (1 + k / 3) * ((x[at] ?? 0) - 2 + k * 0.7) ** 2, 0)
})

/** Forty parameters that all matter as much. */
const ackley40 = blackbox({ name: 'ackley40', space: cube(40, -20, 12), optimum: 0, scale: 17.3894517367349 }, (configuration) => {
  const x = cubeValues(configuration, 40)
  const squares = x.reduce((sum, each, at) => sum + (each - (at % 7) + 3) ** 2, 0) / 40
  return 20 - 20 * Math.exp(-0.2 * Math.sqrt(squares))
})

/** A solver's flags: many categories and a few numbers; ten of them matter, some in pairs. */
const flags36 = blackbox(
  {
    name: 'flags36',
    space: defineSpace({
      ...Object.fromEntries(Array.from({ length: 16 }, (_, k) => [`f${k}`, categorical(['off', 'on', 'auto'])])),
      ...Object.fromEntries(Array.from({ length: 10 }, (_, k) => [`n${k}`, integer(1, 1000, { log: true })])),
      ...Object.fromEntries(Array.from({ length: 10 }, (_, k) => [`r${k}`, float(0, 1)])),
    }),
    optimum: 0,
    scale: 3.6959417311242677,
  },
  (configuration) => {
    const flag = (k: number): number => ['off', 'on', 'auto'].indexOf(configuration[`f${k}`] as string)
    let sum = 0
    sum += flag(1) === 1 ? 0 : 1
    sum += flag(4) === 2 ? 0 : 0.6
    sum += flag(7) === flag(9) ? 0 : 0.8
    sum += flag(12) === 0 && flag(3) === 1 ? 0 : 0.5
    sum += 0.3 * Math.abs(Math.log(numberOf(configuration, 'n2') / 40))
    sum += 0.2 * Math.abs(Math.log(numberOf(configuration, 'n7') / 300))
    sum += 2 * (numberOf(configuration, 'r1') - 0.25) ** 2 + 2 * (numberOf(configuration, 'r8') - 0.7 + 0.2 * flag(1)) ** 2
    return sum
  },
)

/** Five solvers with twelve parameters each, and twenty flags for all of them. */
const solvers81 = blackbox(
  {
    name: 'solvers81',
    space: defineSpace({
      solver: categorical(['0', '1', '2', '3', '4']),
      ...Object.fromEntries(Array.from({ length: 20 }, (_, k) => [`flag${k}`, categorical(['no', 'yes'])])),
      ...Object.fromEntries(
        Array.from({ length: 60 }, (_, k) => [`p${k}`, when({ solver: String(Math.floor(k / 12)) }, solverParameter(k))]),
      ),
    }),
    optimum: 0.00012437077066300791,
    scale: 2.5309912675,
  },
  (configuration) => {
    const solver = Number(configuration.solver)
    let sum = [0.5, 0.2, 0, 0.7, 0.1][solver] ?? 0
    for (let k = 0; k < 6; k++) sum += configuration[`flag${(k * 3 + solver) % 20}`] === (k % 2 === 0 ? 'yes' : 'no') ? 0 : 0.25
    for (let j = 0; j < 6; j++) sum += solverMisfit(configuration, solver * 12 + j) / (1 + j)
    return sum
  },
)

function solverParameter(k: number): Parameter {
  switch (k % 4) {
    case 0:
      return float(0, 1)
    case 1:
      return integer(1, 1000, { log: true })
    case 2:
      return categorical(['a', 'b', 'c'])
    default:
      return float(1e-4, 1, { log: true })
  }
}

function solverMisfit(configuration: Configuration, k: number): number {
  const best = hashedEntry(7, k, 0)
  const number = (): number => numberOf(configuration, `p${k}`)
  switch (k % 4) {
    case 0:
      return 4 * (number() - best) ** 2
    case 1:
      return 4 * (Math.log10(number()) / 3 - best) ** 2
    case 2:
      return { a: 0.6, b: 0.3 }[String(configuration[`p${k}`])] ?? 0
    default:
      return 4 * (Math.log10(number()) / 4 + best) ** 2
  }
}

/** Functions of more parameters than a person would tune by hand. */
export const WIDE_FUNCTIONS: readonly QualityFunction[] = [sparse30, ackley40, flags36, solvers81]
