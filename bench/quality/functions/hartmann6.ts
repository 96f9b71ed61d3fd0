import { defineSpace, float } from '../../../client/space/index.ts'
import { blackbox } from './blackbox.ts'
import { hartmann } from './hartmann.ts'
import { numberOf } from './number-of.ts'

const NAMES = ['x0', 'x1', 'x2', 'x3', 'x4', 'x5']
const space = defineSpace(Object.fromEntries(NAMES.map((name) => [name, float(0, 1)])))

export const hartmann6 = blackbox({ name: 'hartmann6', space, optimum: -3.322368011415515, scale: 3.226419983036814 }, (configuration) =>
  hartmann(NAMES.map((name) => numberOf(configuration, name))),
)
