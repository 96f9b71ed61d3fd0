import { randomBytes } from 'node:crypto'
import { clientPolicy } from '../../contract/client-policy.ts'
import { clientPolicyName, DEFAULT_STACK } from '../../contract/deployment.ts'
import { TrialfanError } from '../../contract/errors.ts'
import { packageVersion } from '../../contract/package-version.ts'
import { type AwsAccount, type AwsAccountOptions, openAwsAccount } from '../aws/aws-account.ts'
import { type CallerIdentity, callerIdentity } from '../aws/caller-identity.ts'
import { DeployedCluster } from '../aws/deployed-cluster.ts'
import { describeStack } from '../aws/describe-stack.ts'
import { type StackFacts, stackFacts } from '../aws/stack-facts.ts'
import { StackUpkeep } from '../aws/stack-upkeep.ts'
import type { Clock } from '../runner/clock.ts'
import { TransportError } from '../runner/errors.ts'
import { type Check, failed, ok, skipped, warning } from './check.ts'
import { concurrencyChecks } from './concurrency-checks.ts'
import { denied, permissionChecks } from './permission-checks.ts'
import { permissionProbes } from './permission-probes.ts'
import { sizeTripChecks } from './size-trip-checks.ts'

export interface ExamineStackOptions extends AwsAccountOptions {
  /** Default `trialfan`. */
  readonly stack?: string | undefined
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** AWS refuses requests that are 5 minutes off; a trial's event is refused by workers whose clock is further ahead than that. */
const MOST_SKEW_MS = 240_000
const NOTABLE_SKEW_MS = 30_000

/**
 * Looks at everything that a run on a deployed stack needs, from the region to a real trial there and back.
 * Ends early where nothing further can be found out. Nothing of it is an error: what is wrong is a check that failed.
 */
export async function* examineStack(options: ExamineStackOptions): AsyncGenerator<Check> {
  const { stack = DEFAULT_STACK, clock, signal } = options
  let account: AwsAccount
  try {
    account = await openAwsAccount(options)
  } catch (error) {
    if (!(error instanceof TrialfanError)) throw error
    yield failed(error.code === 'REGION_MISSING' ? 'region' : 'credentials', error.message)
    return
  }
  try {
    yield* examine(account, stack, clock, signal)
  } finally {
    account.close()
  }
}

async function* examine({ location, cloudFormation }: AwsAccount, stack: string, clock: Clock, signal: AbortSignal): AsyncGenerator<Check> {
  const { region, endpoint } = location
  yield ok('region', endpoint === null ? region : `${region}, at ${endpoint}`)
  let identity: CallerIdentity
  try {
    identity = await callerIdentity(location, clock, signal)
  } catch (error) {
    if (signal.aborted || !(error instanceof TransportError)) throw error
    yield failed('credentials', error.message, identityMend(error))
    return
  }
  yield ok('credentials', `${identity.arn} (account ${identity.account})`)
  yield clockCheck(identity)

  let facts: StackFacts
  try {
    facts = stackFacts(await describeStack(cloudFormation, stack, region, signal))
  } catch (error) {
    if (signal.aborted || !(error instanceof TrialfanError)) throw error
    yield error.code === 'ACCESS_DENIED' ? unfindable(error, stack, region, identity) : failed('stack', error.message)
    return
  }
  yield ok('stack', `${stack}: bucket ${facts.bucket}, workers of ${facts.workers.map(({ memoryMiB }) => memoryMiB).join(', ')} MiB`)
  yield versionCheck(facts)

  const upkeep = new StackUpkeep(facts, location)
  await using cluster = new DeployedCluster(facts, location)
  try {
    let isAllowed = true
    for await (const check of permissionChecks(permissionProbes(cluster, upkeep, probeRun()), facts, identity, signal)) {
      isAllowed &&= check.status === 'ok'
      yield check
    }
    for (const check of await concurrencyChecks(upkeep, facts, signal)) yield check
    const logs = facts.workers.map(({ name }) => `/aws/lambda/${name}`).join(', ')
    if (isAllowed) yield* await sizeTripChecks(facts, location, `read the logs ${logs} and /aws/lambda/${facts.relay}`, clock, signal)
    else yield skipped('first trial', 'not tried while a permission is missing')
  } finally {
    upkeep.close()
  }
}

const probeRun = (): string => `doctor-${randomBytes(6).toString('hex')}`

function identityMend({ code }: TransportError): string | null {
  if (code === 'UNREACHABLE') return 'check the network, HTTPS_PROXY, and AWS_ENDPOINT_URL if it is set'
  return code === 'CLOCK_SKEW' ? "set this machine's clock" : null
}

function clockCheck({ clockSkewMs }: CallerIdentity): Check {
  if (clockSkewMs === null) return skipped('clock', 'the answer told no time')
  const seconds = Math.abs(clockSkewMs) / 1000
  const text = seconds < 1 ? 'right to the second' : `${seconds} s ${clockSkewMs > 0 ? 'behind' : 'ahead of'} AWS`
  const mend = "set this machine's clock: workers refuse events that are too old by theirs"
  if (Math.abs(clockSkewMs) > MOST_SKEW_MS) return failed('clock', text, mend)
  return Math.abs(clockSkewMs) > NOTABLE_SKEW_MS ? warning('clock', text, mend) : ok('clock', text)
}

function versionCheck({ stack, region, version }: StackFacts): Check {
  const ours = packageVersion()
  if (version === ours) return ok('version', `${ours}, here and on the stack`)
  const text = `${version} on the stack, ${ours} here: they understand each other`
  return warning('version', text, `"trialfan deploy --stack ${stack} --region ${region}" brings the stack to ${ours}`)
}

/**
 * Without this permission the stack's parts are not known, but for what can be told from its name. A policy allows it for its own
 * stack only, so a wrong name looks the same.
 */
function unfindable({ message }: TrialfanError, stack: string, region: string, identity: CallerIdentity): Check {
  const { partition, account } = identity
  const policy = clientPolicy({ partition, region, account, stack, bucket: '', workers: [] })
  const policyArn = `arn:${partition}:iam::${account}:policy/${clientPolicyName(stack, region)}`
  const check = denied('cloudformation:DescribeStacks', `finding the stack ${stack}`, message, policy, policyArn, identity)
  return { ...check, mend: `if ${stack} is the right name (--stack): ${check.mend}` }
}
