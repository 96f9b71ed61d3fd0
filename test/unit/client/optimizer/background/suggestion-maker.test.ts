import { expect, test } from 'vitest'
import { SuggestionMaker } from '../../../../../client/optimizer/background/suggestion-maker.ts'
import { FeatureSpace } from '../../../../../client/optimizer/model/feature-space.ts'
import { ToldTrials } from '../../../../../client/optimizer/model/told-trials.ts'
import { defineSpace, float, integer, Random } from '../../../../../client/space/index.ts'
import { ended } from '../ended.ts'

const space = defineSpace({ x: float(-5, 5), depth: integer(1, 9) })
const features = new FeatureSpace(space)
const OPTIONS = {
  model: 'forest',
  objectives: 1,
  acquisition: 'log-ei',
  multiObjective: { kind: 'parego' },
  priors: {},
  priorStrength: 10,
  randomShare: 0,
  pending: null,
  instances: null,
  budgets: null,
} as const

test.each([false, true])('what comes piece by piece is learnt as what comes at once (mixed conditions: %s)', (mixedConditions) => {
  const log = new ToldTrials(1)
  const [pieces, whole] = [log.reader(), log.reader()]
  const [byPieces, atOnce] = [0, 1].map(() => new SuggestionMaker(features, { ...OPTIONS, mixedConditions }))
  const request = { version: 0, n: 5, random: new Random(3).state(), pending: features.encode(space.defaultConfiguration()) }
  const configurations = space.sample(new Random(1), 40)
  for (let trial = 0; trial < 120; trial++) {
    // Every configuration three times, once on each instance; one in seven fails.
    const number = (trial * 7) % 40
    const configuration = configurations[number]!
    const cost = trial % 7 === 0 ? Number.POSITIVE_INFINITY : configuration.x ** 2 + trial / 50
    log.add(number, features.encode(configuration), { configuration, instance: String(trial % 3), budget: 1 }, ended(cost))
    if (trial === 60 || trial === 90) byPieces!.answer({ ...request, version: log.length, news: pieces() })
  }
  const version = log.length
  const answer = byPieces!.answer({ ...request, version, news: pieces() })
  expect(answer).toEqual(atOnce!.answer({ ...request, version, news: whole() }))
  expect(answer).toHaveLength(5)
})
