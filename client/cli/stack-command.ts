import { ShapeError, TrialfanError } from '../../contract/errors.ts'
import { type AwsAccount, openAwsAccount } from '../aws/aws-account.ts'
import { callerIdentity } from '../aws/caller-identity.ts'
import { ConnectError } from '../aws/connect-error.ts'
import { errorLines } from './error-lines.ts'
import { EXIT_CODE, type ExitCode } from './exit-code.ts'
import { type Cdk, findCdk } from './find-cdk.ts'
import { Interruption } from './interruption.ts'
import type { Surroundings } from './surroundings.ts'
import { terminal } from './terminal.ts'

export interface StackSettings {
  readonly stack: string
  readonly region?: string
  /** Do not ask. */
  readonly yes: boolean
}

/** What a command that changes a stack has at hand. */
export interface StackWork {
  readonly account: AwsAccount
  readonly cdk: Cdk
  readonly signal: AbortSignal
  readonly say: (...lines: readonly string[]) => void
  /** True when it was agreed to. @throws TrialfanError `NOT_CONFIRMED` when there is nobody to ask */
  readonly confirm: (question: string) => Promise<boolean>
}

const WRONG_USE: ReadonlySet<string> = new Set(['CDK_MISSING', 'NOT_CONFIRMED'])

/** Finds out where and as whom, does the work, prints what went wrong, and gives the exit code. */
export async function stackCommand(
  { stack, region, yes }: StackSettings,
  surroundings: Surroundings,
  work: (work: StackWork) => Promise<void>,
): Promise<ExitCode> {
  const { clock, env, signals, exit, stdout, stderr, ask } = surroundings
  const leave = (): void => exit(EXIT_CODE.interrupted)
  using interruption = new Interruption(signals, () => undefined, leave)
  const { signal } = interruption
  const say: StackWork['say'] = (...lines) => void stdout.write(lines.map((line) => `${line}\n`).join(''))
  try {
    const account = await openAwsAccount({ region, endpoint: env.AWS_ENDPOINT_URL })
    try {
      const cdk = await findCdk(surroundings.directory)
      const who = await callerIdentity(account.location, clock, signal)
      say(`stack ${stack} in ${account.location.region}, account ${who.account}, as ${who.arn}`)
      await work({ account, cdk, signal, say, confirm: (question) => confirmed(question, yes, ask) })
    } finally {
      account.close()
    }
    return EXIT_CODE.done
  } catch (error) {
    if (signal.aborted) return EXIT_CODE.interrupted
    stderr.write(`${errorLines(error, terminal(stderr, env).colors).join('\n')}\n`)
    const isWrongUse = error instanceof ConnectError || error instanceof ShapeError
    return isWrongUse || (error instanceof TrialfanError && WRONG_USE.has(error.code)) ? EXIT_CODE.wrongUse : EXIT_CODE.failed
  }
}

async function confirmed(question: string, yes: boolean, ask: Surroundings['ask']): Promise<boolean> {
  if (yes) return true
  if (ask === undefined) throw new TrialfanError('NOT_CONFIRMED', 'nothing was changed: there is nobody to ask, so add --yes')
  return /^y(es)?$/i.test((await ask(`${question} (y/N) `)).trim())
}
