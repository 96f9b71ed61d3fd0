import type { ToleratedFailures } from './failed-share.ts'
import { StudyError } from './study-error.ts'

/** Fills in what was left out: everything is tolerated, and ten failures at least. @throws StudyError that names the option */
export function toleratedFailures(where: string, given: unknown): ToleratedFailures {
  if (given === undefined || given === null) return Object.freeze({ share: 1, atLeast: 10 })
  if (typeof given === 'number') return toleratedFailures(where, { share: given })
  if (typeof given !== 'object') throw StudyError.expected(where, 'toleratedFailures', 'a share of 0 to 1, or { share, atLeast }', given)
  const { share = 1, atLeast = 10, ...rest }: { share?: unknown; atLeast?: unknown } = given
  const [other] = Object.keys(rest)
  if (other !== undefined) throw new StudyError(where, `toleratedFailures.${other}`, 'expected share and atLeast only')
  if (typeof share !== 'number' || !(share >= 0 && share <= 1))
    throw StudyError.expected(where, 'toleratedFailures.share', 'a number from 0 to 1', share)
  if (typeof atLeast !== 'number' || !Number.isSafeInteger(atLeast) || atLeast < 1)
    throw StudyError.expected(where, 'toleratedFailures.atLeast', 'an integer of at least 1', atLeast)
  return Object.freeze({ share, atLeast })
}
