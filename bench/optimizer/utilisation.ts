// node bench/optimizer/utilisation.ts [WORKERS [TRIALS [TRIAL_MS [OPTIMIZER]]]]: how busy an optimizer keeps its workers, in real time, and what it
// costs the loop: simulated trials of about TRIAL_MS each, on a space of 10 parameters.
import { systemClock } from '../../client/runner/clock.ts'
import { type ConfigurationSpace, categorical, defineSpace, float, integer, Random } from '../../client/space/index.ts'
import { AlgorithmConfiguration, defineScenario, type Facade, HyperparameterOptimization, MultiFidelity } from '../../client/study/index.ts'
import type { Configuration } from '../../contract/trial.ts'
import { InMemoryRunner } from '../../test/support/in-memory-runner.ts'

const [, , ...given] = process.argv
const [workers = 512, trials = 20_000, trialMs = 1_000] = given.slice(0, 3).map(Number)
const optimizerName = given[3] ?? 'hyperparameter-optimization'
/** Of racing. */
const INSTANCES = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']
/** Standard deviation of a duration's logarithm. */
const SPREAD = 0.2
const MIB = 2 ** 20
const LOOK_MS = 5

const space: ConfigurationSpace = defineSpace({
  ...Object.fromEntries(Array.from({ length: 6 }, (_, k) => [`x${k}`, float(-5, 5)])),
  rate: float(1e-5, 1, { log: true }),
  depth: integer(1, 20),
  kind: categorical(['a', 'b', 'c']),
  flag: categorical([true, false]),
})

function cost(configuration: Configuration): number {
  let sum = configuration.kind === 'b' ? 0 : 3
  for (let k = 0; k < 6; k++) sum += ((configuration[`x${k}`] as number) - k / 2) ** 2
  return sum + (Math.log10(configuration.rate as number) + 3) ** 2 + Math.abs((configuration.depth as number) - 7)
}

function spread(values: number[]): { readonly longest: number; readonly p99: number; readonly median: number } {
  const sorted = values.toSorted((a, b) => b - a)
  const at = (share: number): number => Math.round(10 * (sorted[Math.floor(share * sorted.length)] ?? 0)) / 10
  return { longest: at(0), p99: at(0.01), median: at(0.5) }
}

const durations = new Random(1)
const runner = new InMemoryRunner({
  clock: systemClock,
  workers,
  course: ({ configuration }) => ({ value: { cost: cost(configuration) }, afterMs: trialMs * Math.exp(SPREAD * durations.normal()) }),
})
const optimizers: Readonly<Record<string, () => Facade>> = {
  'hyperparameter-optimization': () => new HyperparameterOptimization(defineScenario({ space, trials, seed: 1 }), runner),
  'algorithm-configuration': () => new AlgorithmConfiguration(defineScenario({ space, trials, seed: 1, instances: INSTANCES }), runner),
  'multi-fidelity': () => new MultiFidelity(defineScenario({ space, trials, seed: 1, minBudget: 1, maxBudget: 27 }), runner),
}
const optimizer = optimizers[optimizerName]?.()
if (optimizer === undefined) throw new Error(`expected one of ${Object.keys(optimizers).join(', ')}, got ${optimizerName}`)
/** Between two looks at the loop: the CPU time of its thread, which tells its own work from that of a busy machine. */
const gaps: { readonly wallMs: number; readonly cpuMs: number }[] = []
const look = (): { readonly wallMs: number; readonly cpuMs: number } => {
  const { user, system } = process.threadCpuUsage()
  return { wallMs: performance.now(), cpuMs: (user + system) / 1_000 }
}
let last = look()
let memory = 0
const watch = setInterval(() => {
  const now = look()
  gaps.push({ wallMs: now.wallMs - last.wallMs - LOOK_MS, cpuMs: now.cpuMs - last.cpuMs })
  last = now
  memory = Math.max(memory, process.memoryUsage.rss())
}, LOOK_MS)
const before = performance.now()
const cpuBefore = process.cpuUsage()
await optimizer.optimize()
clearInterval(watch)
const elapsedMs = performance.now() - before
const cpu = process.cpuUsage(cpuBefore)
const { figures } = optimizer.summary
console.log(
  JSON.stringify({
    optimizer: optimizerName,
    workers,
    trials: figures.finished,
    elapsedS: elapsedMs / 1_000,
    utilisation: figures.utilisation,
    loopBlockedMs: spread(gaps.map(({ wallMs }) => wallMs)),
    loopCpuMs: spread(gaps.map(({ cpuMs }) => cpuMs)),
    cpuMsPerTrial: (cpu.user + cpu.system) / 1_000 / figures.finished,
    mostRssMiB: memory / MIB,
    incumbentCost: optimizer.incumbentCost,
  }),
)
