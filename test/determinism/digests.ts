import { createHash } from 'node:crypto'
import { hyperbandBrackets } from '../../client/intensifier/halving-rungs.ts'
import { categorical, constant, defineSpace, float, integer, ordinal, when } from '../../client/space/index.ts'
import {
  AlgorithmConfiguration,
  BlackBox,
  defineScenario,
  type Facade,
  Hyperband,
  HyperparameterOptimization,
  MultiFidelity,
  RandomSearch,
  type ScenarioOptions,
} from '../../client/study/index.ts'
import { StatusType } from '../../contract/status.ts'
import type { TrialInfo } from '../../contract/trial.ts'

const space = defineSpace({
  x: float(-5, 10),
  rate: float(1e-6, 1, { log: true }),
  depth: integer(1, 40),
  kind: categorical(['a', 'b', 'c'], { weights: [1, 2, 3] }),
  size: ordinal(['s', 'm', 'l']),
  fixed: constant(3),
  momentum: when({ kind: 'b' }, float(0, 1)),
})
const common = { space, seed: 11 }
const instances = ['1', '2', '3']

/** Only what is exact on every platform: sums and products. */
function cost({ configuration, instance, budget }: TrialInfo): number {
  const x = Number(configuration.x) - 1
  const momentum = Number(configuration.momentum ?? 0.5) - 0.25
  const kind = { a: 3, b: 0, c: 1 }[String(configuration.kind)] ?? 0
  const base = x * x + kind + 10 * Number(configuration.rate) + Math.abs(Number(configuration.depth) - 13) + momentum * momentum
  return Number(instance ?? 1) * base + 5 / (budget ?? 1)
}

const facades: Readonly<Record<string, () => Facade>> = {
  'hyperparameter-optimization': () => new HyperparameterOptimization(scenario({ trials: 30 })),
  'hyperparameter-optimization, 2 objectives': () => new HyperparameterOptimization(scenario({ trials: 24, objectives: ['f', 'g'] })),
  'hyperparameter-optimization, forest': () => new HyperparameterOptimization(scenario({ trials: 30 }), null, { model: 'forest' }),
  'black-box': () => new BlackBox(scenario({ trials: 30 })),
  'algorithm-configuration': () => new AlgorithmConfiguration(scenario({ trials: 40, instances })),
  'multi-fidelity': () => new MultiFidelity(scenario({ trials: 50, minBudget: 1, maxBudget: 9 })),
  hyperband: () => new Hyperband(scenario({ trials: 60, minBudget: 1, maxBudget: 97 }), null, { eta: 2.3 }),
  'random-search': () => new RandomSearch(scenario({ trials: 60 })),
}

function scenario(options: Partial<ScenarioOptions>) {
  return defineScenario({ ...common, ...options })
}

const BUDGETS = 'budgets of stages'

export const DIGEST_NAMES: readonly string[] = [...Object.keys(facades), BUDGETS]

/** One worker: asks for a trial, tells it, and so on; some trials crash. The digest is of all trials, and of the incumbent. */
export function digestOf(name: string): string {
  const hash = createHash('sha256')
  for (const part of name === BUDGETS ? budgets() : run(name)) hash.update(JSON.stringify(part))
  return hash.digest('hex').slice(0, 16)
}

function* run(name: string): Generator<unknown> {
  const optimizer = facades[name]?.()
  if (optimizer === undefined) throw new Error(`no facade ${name}`)
  const { trials, objectives } = optimizer.scenario
  for (let trial = 0; trial < trials; trial++)
    for (const info of optimizer.ask()) {
      yield info
      const f = cost(info)
      if (trial % 9 === 8) optimizer.tell(info, { status: StatusType.CRASHED })
      else optimizer.tell(info, { cost: objectives.length === 1 ? f : [f, 40 - f + Number(info.configuration.depth)] })
    }
  yield [optimizer.incumbent, optimizer.incumbentCost]
}

/** Of many halvings: small runs use few of them. */
function* budgets(): Generator<unknown> {
  for (let eta = 1.5; eta < 5; eta += 0.01) yield hyperbandBrackets({ minBudget: 0.1, maxBudget: 100, eta })
}
