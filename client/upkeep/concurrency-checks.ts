import type { StackFacts } from '../aws/stack-facts.ts'
import type { StackUpkeep } from '../aws/stack-upkeep.ts'
import { TransportError } from '../runner/errors.ts'
import { type Check, failed, ok, warning } from './check.ts'

/** New accounts start with 10 or 50; the usual number is 1,000. */
const NEW_ACCOUNT = 50

/** How many trials can run at once, and which limit says so. What cannot be read has failed as a permission already. */
export async function concurrencyChecks(upkeep: StackUpkeep, facts: StackFacts, signal: AbortSignal): Promise<readonly Check[]> {
  const checks: Check[] = []
  try {
    checks.push(accountCheck(await upkeep.accountConcurrency(signal), facts.region))
    for (const { name } of facts.workers) {
      const check = reservedCheck(name, await upkeep.reservedConcurrency(name, signal))
      if (check !== null) checks.push(check)
    }
  } catch (error) {
    if (signal.aborted || !(error instanceof TransportError)) throw error
  }
  return checks
}

function accountCheck({ total, unreserved }: { readonly total: number; readonly unreserved: number }, region: string): Check {
  const name = 'concurrency'
  const text = `${total} in the account, ${unreserved} of it unreserved: so many trials can run at once`
  const ask = `https://${region}.console.aws.amazon.com/servicequotas/home/services/lambda/quotas/L-B99A9384`
  if (unreserved === 0) return failed(name, text, `free what functions have reserved, or ask for more: ${ask}`)
  return total <= NEW_ACCOUNT ? warning(name, text, `a new account: ask for more at ${ask}`) : ok(name, text)
}

function reservedCheck(worker: string, reserved: number | null): Check | null {
  if (reserved === null) return null
  const name = 'reserved concurrency'
  if (reserved > 0) return ok(name, `${reserved} for ${worker}: no more trials than that run at once on it`)
  const mend = `lift it: aws lambda delete-function-concurrency --function-name ${worker}`
  return failed(name, `0 for ${worker}: it runs nothing`, mend)
}
