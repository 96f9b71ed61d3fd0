import { resultClaimKey } from '../../contract/object-keys.ts'
import type { TrialResult } from '../../contract/trial-result.ts'

const HUGE_CHARACTERS = 1_100_000
const sha256 = '0'.repeat(64)

/** What a worker may send that lies, or is broken: `kind` from 0 to 8. None of it may change a trial's end. */
export function lieOf(result: TrialResult, kind: number): string {
  const { protocol, run, trial, attempt } = result
  const lie = { ...result, cost: [-1], status: 1, started: true, retryable: false }
  const claimed = { protocol, run, trial, attempt }
  switch (kind) {
    case 0:
      return JSON.stringify({ ...lie, run: 'another-run' })
    case 1:
      return JSON.stringify({ ...lie, trial: 10_000 })
    case 2:
      return JSON.stringify({ ...lie, attempt: attempt + 7 })
    case 3:
      return `${JSON.stringify(lie).slice(0, -10)}`
    case 4:
      return JSON.stringify({ ...lie, info: { text: 'x'.repeat(HUGE_CHARACTERS) } })
    case 5:
      return JSON.stringify({ ...claimed, claim: { key: 'objects/elsewhere', sha256, bytes: 2 } })
    case 6:
      return JSON.stringify({ ...claimed, claim: { key: resultClaimKey(run, trial, attempt, sha256), sha256, bytes: 2 ** 40 } })
    case 7:
      return JSON.stringify({ ...lie, cost: null })
    default:
      return JSON.stringify({ ...lie, cost: [null] }).replace('{', '{"__proto__":{"polluted":true},')
  }
}
