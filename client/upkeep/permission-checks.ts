import { clientPolicy, type PolicyStatement } from '../../contract/client-policy.ts'
import { TrialfanError } from '../../contract/errors.ts'
import type { CallerIdentity } from '../aws/caller-identity.ts'
import type { StackFacts } from '../aws/stack-facts.ts'
import { type Check, failed, ok, skipped } from './check.ts'
import type { PermissionProbe } from './permission-probe.ts'

/** Tries every permission; what needs one that is missing is left out. */
export async function* permissionChecks(
  probes: readonly PermissionProbe[],
  facts: StackFacts,
  identity: CallerIdentity,
  signal: AbortSignal,
): AsyncGenerator<Check> {
  const { region, stack, bucket, workers } = facts
  const { partition, account } = identity
  const policy = clientPolicy({ partition, region, account, stack, bucket, workers: workers.map(({ name }) => name) })
  const missing = new Set<string>()
  for (const { action, purpose, after, run } of probes) {
    if (after !== undefined && missing.has(after)) {
      missing.add(action)
      yield skipped(action, `${purpose}: not tried without ${after}`)
      continue
    }
    try {
      await run(signal)
      yield ok(action, purpose)
    } catch (error) {
      if (signal.aborted || !(error instanceof TrialfanError)) throw error
      missing.add(action)
      if (error.code === 'ACCESS_DENIED') yield denied(action, purpose, error.message, policy, facts.clientPolicy, identity)
      else yield failed(action, `${purpose}: ${error.message}`)
    }
  }
}

/** Names the permission: the one that the service says is missing, where it says it. */
export function denied(
  action: string,
  purpose: string,
  message: string,
  policy: readonly PolicyStatement[],
  policyArn: string,
  { arn }: Pick<CallerIdentity, 'arn'>,
): Check {
  const said = /perform: (\w+:\w+)/i.exec(message)?.[1]?.toLowerCase()
  const actions = policy.flatMap(({ Action }) => Action)
  const named = actions.find((known) => known.toLowerCase() === said) ?? action
  const statement = policy.find(({ Action }) => Action.includes(named))
  const resources = statement?.Resource.join(', ') ?? '*'
  const sid = statement === undefined ? '' : ` (its statement ${statement.Sid})`
  const mend = `let an administrator attach the policy ${policyArn} to ${arn}, or allow ${named} on ${resources}${sid}`
  return failed(named, `${purpose}: permission ${named} is missing`, mend)
}
