import { expect, test } from 'vitest'
import { nearestWord } from '../../../contract/nearest-word.ts'

const known = ['trials', 'trialTimeLimitMs', 'runTimeLimitMs', 'seed', 'instances']

test.each([
  ['trails', 'trials'],
  ['Trials', 'trials'],
  ['trial', 'trials'],
  ['trialTimeLimit', 'trialTimeLimitMs'],
  ['sede', 'seed'],
  ['instnace', 'instances'],
])('%s was meant to be %s', (word, meant) => {
  expect(nearestWord(word, known)).toBe(meant)
})

test('a word that is near to none gives none', () => {
  expect(nearestWord('colour', known)).toBeNull()
  expect(nearestWord('', [])).toBeNull()
})
