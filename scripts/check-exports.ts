// Exported runs are read by the real SMAC and Optuna: both must find in them what was run. Sets up its own Python environment once.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { peerEnvironment } from '../bench/peer-environment.ts'
import type { ExportedRun } from '../client/history/export/exported-run.ts'
import { optunaJournal } from '../client/history/export/optuna-journal.ts'
import { smacFiles } from '../client/history/export/smac-files.ts'
import type { ToldTrial } from '../client/history/journal/told-trials.ts'
import { type ConfigurationSpace, configurationKey, Random, toConfigSpaceJson } from '../client/space/index.ts'
import { StatusType } from '../contract/status.ts'
import type { Configuration } from '../contract/trial.ts'
import { runManifest } from '../test/support/run-manifest.ts'
import { anySpace } from '../test/unit/client/space/any-space.ts'
import { isKnownToPython } from './configspace/is-known-to-python.ts'

const RUNS = 20
const CONFIGURATIONS = 15
const root = fileURLToPath(new URL('..', import.meta.url))
const ROW = 'config_id instance seed budget cost time cpu_time status starttime endtime additional_info'.split(' ')

interface Row {
  readonly configuration: Configuration
  readonly instance: string | null
  readonly seed: number | null
  readonly budget: number | null
  readonly cost: number | readonly number[] | null
  readonly status: number
}

interface Answer {
  readonly smac: {
    readonly rows: readonly Row[]
    readonly incumbents: readonly Configuration[]
    readonly keys: readonly (readonly string[])[]
    readonly seed: number
    readonly folder: boolean
  }
  readonly optuna: {
    readonly name: string
    readonly trials: readonly { readonly params: Configuration; readonly values: readonly number[] | null; readonly state: string }[]
    readonly more: number
    readonly run: string
  }
}

/** Each run has one more objective, instances, budgets or failures than the one before. */
function madeUp(space: ConfigurationSpace, number: number): ExportedRun {
  const random = new Random(number)
  const objectives = number % 3 === 2 ? ['cost', 'size'] : ['cost']
  const instances = number % 4 === 1 ? ['a b', 'ü'] : null
  const distinct = new Map(space.sample(random, CONFIGURATIONS).map((one) => [configurationKey(one), one]))
  const trials = [...distinct.values()].flatMap((configuration) =>
    (instances ?? [null]).map((instance): ToldTrial => {
      const failed = number > 3 && random.integer(4) === 0
      const costs = objectives.map(() => random.integer(1_000) / 8)
      const cost = failed ? objectives.map(() => Number.POSITIVE_INFINITY) : costs
      const startedAt = 1_790_000_000_000 + random.integer(1_000_000)
      return {
        info: { configuration, instance, seed: 7, budget: number % 5 === 3 ? 9 : null },
        value: {
          status: failed ? StatusType.TIMEOUT : StatusType.SUCCESS,
          cost: cost.length === 1 ? (cost[0] ?? 0) : cost,
          runtimeMs: 12.5,
          cpuTimeMs: 3,
          startedAt,
          endedAt: startedAt + 13,
          attempt: 1,
          worker: null,
          additionalInfo: { note: 'Ünïcode', deep: [1, null] },
        },
      }
    }),
  )
  return {
    manifest: runManifest({
      run: `run-${number}`,
      study: { name: `../made up ${number}`, file: null, facts: {} },
      space: { ...toConfigSpaceJson(space) },
      seed: number,
      workers: 4,
      objectives,
      instances,
      trials: 100,
    }),
    trials,
  }
}

/** ConfigSpace rounds floats to some 13 digits. */
const rounded = (configuration: Configuration): string =>
  configurationKey(
    Object.fromEntries(
      Object.entries(configuration).map(([name, value]) => [name, typeof value === 'number' ? Number(value.toPrecision(9)) : value]),
    ),
  )

const compared = (rows: readonly Row[]): readonly string[] =>
  rows.map((row) => JSON.stringify({ ...row, configuration: rounded(row.configuration) })).toSorted()

function check({ manifest, trials }: ExportedRun, { smac, optuna }: Answer): void {
  const rows = trials.map(({ info, value }): Row => {
    const { configuration, instance = null, seed = null, budget = null } = info
    return { configuration, instance, seed, budget, cost: value.status === StatusType.SUCCESS ? value.cost : null, status: value.status }
  })
  assert.deepEqual(compared(smac.rows), compared(rows))
  assert.equal(smac.seed, manifest.seed)
  assert.ok(smac.folder, 'the scenario names its own folder')
  for (const keys of smac.keys) assert.deepEqual(keys, ROW)
  const one = (configuration: Configuration): readonly Row[] => rows.filter((row) => rounded(row.configuration) === rounded(configuration))
  assert.ok(smac.incumbents.length > 0)
  for (const incumbent of smac.incumbents) assert.ok(one(incumbent).length > 0)

  const configurations = [...new Map(rows.map(({ configuration }) => [configurationKey(configuration), configuration])).values()]
  assert.deepEqual(
    optuna.trials.map(({ params }) => configurationKey(params)),
    configurations.map(configurationKey),
  )
  assert.deepEqual([optuna.name, optuna.run, optuna.more], [manifest.study.name, manifest.run, configurations.length])
  for (const [index, { values, state }] of optuna.trials.entries()) {
    const own = one(configurations[index] as Configuration).map(({ cost }) => (cost === null ? null : [cost].flat()))
    const hasFailed = own.includes(null)
    assert.equal(state, hasFailed ? 'FAIL' : 'COMPLETE')
    const mean = manifest.objectives.map((_, at) => own.reduce((sum, costs) => sum + (costs?.[at] ?? 0) / own.length, 0))
    assert.deepEqual(values, hasFailed ? null : mean)
  }
}

const spaces = fc
  .sample(anySpace, { seed: 12, numRuns: 20 * RUNS })
  .map(({ space }) => space)
  .filter(isKnownToPython)
  .slice(0, RUNS)
const runs = spaces.map(madeUp)
assert.equal(runs.length, RUNS)
const folder = mkdtempSync(join(tmpdir(), 'trialfan-exports-'))
try {
  for (const [index, run] of runs.entries()) {
    const place = join(folder, String(index).padStart(3, '0'))
    const output = join(place, 'smac')
    const { folder: below, files } = smacFiles(run, output)
    mkdirSync(join(output, ...below), { recursive: true })
    for (const [name, text] of Object.entries(files)) writeFileSync(join(output, ...below, name), text)
    writeFileSync(join(place, 'optuna.log'), [...optunaJournal(run)].join(''))
  }
  const environment = join(root, '.cache/exports')
  const python = await peerEnvironment(environment, join(root, 'scripts/exports/requirements.txt'), (line) => console.error(line))
  const answer = spawnSync(python, [join(root, 'scripts/exports/read_back.py'), folder], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    timeout: 300_000,
  })
  assert.equal(answer.status, 0, answer.stderr)
  const answers = JSON.parse(answer.stdout) as readonly Answer[]
  assert.equal(answers.length, RUNS)
  for (const [index, run] of runs.entries()) check(run, answers[index] as Answer)
  const trials = runs.reduce((sum, run) => sum + run.trials.length, 0)
  console.log(`${RUNS} runs with ${trials} trials: SMAC and Optuna read what was written`)
} finally {
  rmSync(folder, { recursive: true })
}
