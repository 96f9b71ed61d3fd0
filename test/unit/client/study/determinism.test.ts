import { expect, test } from 'vitest'
import { DIGEST_NAMES, digestOf } from '../../../determinism/digests.ts'

// Across versions of Node: `npm run test:determinism`.
test.each(DIGEST_NAMES)('%s: the same seed and one worker, the same run', (name) => {
  expect(digestOf(name)).toBe(digestOf(name))
})
