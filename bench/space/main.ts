// npm run bench:space: how many configurations a second of CPU are drawn, encoded and varied, of 20 parameters with conditions and a clause.
import { categorical, defineSpace, float, forbid, integer, ordinal, Random, relation, when } from '../../client/space/index.ts'
import { spreadOf } from '../spread-of.ts'

const REPEATS = 5
const DRAWS = 50_000

const solver = (name: string) => ({ solver: name })
const space = defineSpace(
  {
    solver: categorical(['sgd', 'adam', 'lbfgs'], { weights: [1, 2, 1] }),
    ...Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, float(1e-5, 1, { log: true })])),
    ...Object.fromEntries(['e', 'f', 'g'].map((name) => [name, integer(1, 1_000, { log: true })])),
    ...Object.fromEntries(['low', 'high'].map((name) => [name, integer(0, 100, { default: name === 'low' ? 10 : 90 })])),
    momentum: when(solver('sgd'), float(0, 0.99)),
    nesterov: when(solver('sgd'), categorical([true, false])),
    schedule: when({ solver: ['sgd', 'adam'] }, ordinal(['constant', 'step', 'cosine'])),
    steps: when({ schedule: 'step' }, integer(1, 10)),
    beta1: when(solver('adam'), float(0.5, 0.999)),
    beta2: when(solver('adam'), float(0.5, 0.9999)),
    history: when(solver('lbfgs'), integer(1, 50)),
    tolerance: when(solver('lbfgs'), float(1e-9, 1e-3, { log: true })),
    layers: integer(1, 8, { normal: { mean: 3, deviation: 2 } }),
    dropout: float(0, 0.8),
  },
  { forbidden: [forbid(relation('low', '>', 'high'))] },
)
const random = new Random(1)
const drawn = space.sample(random, DRAWS)

function report(what: string, count: number, work: () => void): void {
  const rates = Array.from({ length: REPEATS }, () => {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    return (count / (user + system)) * 1e6
  })
  const { median, least, most } = spreadOf(rates) ?? { median: 0, least: 0, most: 0 }
  console.log(`${what.padEnd(12)} ${[median, least, most].map((rate) => Math.round(rate).toLocaleString('en').padStart(12)).join('')}`)
}

console.log(`${space.parameters.length} parameters, a CPU second median       least        most`)
report('sample', DRAWS, () => space.sample(random, DRAWS))
report('encode', DRAWS, () => {
  for (const configuration of drawn) space.encode(configuration)
})
report('neighbours', DRAWS / 10, () => {
  for (const configuration of drawn.slice(0, DRAWS / 10)) space.neighbours(configuration, random)
})
