import { defineSpace, float } from '../../../client/space/index.ts'
import { blackbox } from './blackbox.ts'
import { numberOf } from './number-of.ts'

const space = defineSpace({ x1: float(-5, 10), x2: float(0, 15) })

export const branin = blackbox({ name: 'branin', space, optimum: 0.39788735772973816, scale: 34.06123601092853 }, (configuration) => {
  const [a, b] = [numberOf(configuration, 'x1'), numberOf(configuration, 'x2')]
  const valley = b - (5.1 / (4 * Math.PI * Math.PI)) * a * a + (5 / Math.PI) * a - 6
  return valley ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) + 10
})
