// Spaces go to the real ConfigSpace as JSON and come back: both must agree on what is legal. Sets up its own Python environment once.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { peerEnvironment } from '../bench/peer-environment.ts'
import { type ConfigurationSpace, fromConfigSpaceJson, Random, toConfigSpaceJson } from '../client/space/index.ts'
import type { Configuration } from '../contract/trial.ts'
import { anySpace } from '../test/unit/client/space/any-space.ts'
import { isKnownToPython } from './configspace/is-known-to-python.ts'

const SPACES = 100
const root = fileURLToPath(new URL('..', import.meta.url))

interface Answer {
  readonly error?: string
  readonly space: unknown
  readonly default: Configuration
  readonly configurations: readonly Configuration[]
}

const spaces = fc
  .sample(anySpace, { seed: 11, numRuns: 20 * SPACES })
  .map(({ space }) => space)
  .filter((space) => isKnownToPython(space))
  .slice(0, SPACES)
assert.equal(spaces.length, SPACES)
const cases = spaces.map((space) => ({ space: toConfigSpaceJson(space, 'any'), configurations: space.sample(new Random(1), 5) }))

const folder = join(root, '.cache/configspace')
const python = await peerEnvironment(folder, join(root, 'scripts/configspace/requirements.txt'), (line) => console.error(line))
const { status, stdout, stderr } = spawnSync(python, [join(root, 'scripts/configspace/round_trip.py')], {
  input: JSON.stringify(cases),
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
  timeout: 300_000,
})
assert.equal(status, 0, stderr)
const answers = JSON.parse(stdout) as readonly Answer[]
for (const [index, answer] of answers.entries()) {
  const space = spaces[index] as ConfigurationSpace
  const context = JSON.stringify(cases[index])
  assert.equal(answer.error, undefined, `${answer.error}\n${context}`)
  assert.deepEqual(space.check(answer.default), answer.default, context)
  const back = fromConfigSpaceJson(answer.space)
  for (const configuration of answer.configurations) {
    assert.doesNotThrow(() => space.check(configuration), `${JSON.stringify(configuration)}\n${context}`)
    assert.doesNotThrow(() => back.check(configuration), `${JSON.stringify(configuration)}\n${JSON.stringify(answer.space)}`)
  }
}
console.log(`${answers.length} spaces: ConfigSpace and trialfan agree on ${answers.length * 11} configurations`)
