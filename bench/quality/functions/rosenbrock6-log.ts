import { defineSpace, float } from '../../../client/space/index.ts'
import { blackbox } from './blackbox.ts'
import { numberOf } from './number-of.ts'

const NAMES = ['x0', 'x1', 'x2', 'x3', 'x4', 'x5']
const space = defineSpace(Object.fromEntries(NAMES.map((name) => [name, float(1e-3, 1e3, { log: true })])))

export const rosenbrock6Log = blackbox({ name: 'rosenbrock6_log', space, optimum: 0, scale: 7.581410780765935 }, (configuration) => {
  const z = NAMES.map((name) => (Math.log10(numberOf(configuration, name)) * 2) / 3)
  let sum = 0
  for (let i = 0; i + 1 < z.length; i++) {
    const [here, next] = [z[i] ?? 0, z[i + 1] ?? 0]
    sum += 100 * (next - here ** 2) ** 2 + (1 - here) ** 2
  }
  return Math.log1p(sum)
})
