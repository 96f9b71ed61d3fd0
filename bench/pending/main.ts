// node bench/pending/main.ts [WORKERS,… [SEEDS [FUNCTION,…]]]: how well pending trials count in the model, strategy by strategy, as Markdown.
import { constantLiar, krigingBeliever, posteriorSampling } from '../../client/optimizer/index.ts'
import { functionNamed } from '../quality/quality-functions.ts'
import { quartiles } from '../quality/quartiles.ts'
import { type Strategy, simulatePending } from './simulate-pending.ts'

const STRATEGIES: readonly (readonly [model: 'gaussian-process' | 'forest', name: string, strategy: Strategy])[] = [
  ['gaussian-process', 'posterior sampling, 8 sets', posteriorSampling(8)],
  ['gaussian-process', 'kriging believer', krigingBeliever],
  ['gaussian-process', 'constant liar, lowest', constantLiar('lowest')],
  ['gaussian-process', 'constant liar, mean', constantLiar('mean')],
  ['forest', 'kriging believer', krigingBeliever],
  ['forest', 'constant liar, lowest', constantLiar('lowest')],
  ['forest', 'one tree (Thompson)', 'thompson'],
  ['forest', 'posterior sampling, 1 set', posteriorSampling(1)],
]
/** Trials of a run, so that each worker gets some. */
const TRIALS: Readonly<Record<number, number>> = { 8: 100, 64: 320, 512: 1_536 }

const [workers = '8,64,512', seeds = '5', functions = 'hartmann6,ackley10_mixed,cond_algo'] = process.argv.slice(2)
const chosen = functions.split(',').map(functionNamed)

console.log('| workers | function | model | pending trials | final regret | area |\n|---|---|---|---|---|---|')
for (const count of workers.split(',').map(Number))
  for (const quality of chosen)
    for (const [model, name, strategy] of STRATEGIES) {
      const runs = Array.from({ length: Number(seeds) }, (_, seed) =>
        simulatePending(quality, { workers: count, trials: TRIALS[count] ?? 3 * count, seed, model, strategy }),
      )
      const cell = (of: 'final' | 'area'): string => {
        const { median, lower, upper } = quartiles(runs.map((run) => run[of]))
        return `${median.toPrecision(3)} [${lower.toPrecision(3)}, ${upper.toPrecision(3)}]`
      }
      console.log(`| ${count} | ${quality.name} | ${model} | ${name} | ${cell('final')} | ${cell('area')} |`)
    }
