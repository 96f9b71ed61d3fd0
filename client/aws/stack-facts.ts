import { OUTPUT, STACK_TAG, type WorkerSize } from '../../contract/deployment.ts'
import { ProtocolVersionError, ShapeError } from '../../contract/errors.ts'
import { packageVersion } from '../../contract/package-version.ts'
import { PROTOCOL_VERSION } from '../../contract/protocol.ts'
import { ConnectError } from './connect-error.ts'
import { workerSizes } from './worker-sizes.ts'

/** A deployed stack, as its outputs tell. */
export interface StackFacts {
  readonly stack: string
  readonly region: string
  /** The package version that deployed it. */
  readonly version: string
  readonly bucket: string
  /** From the smallest, where trials begin, to the largest. */
  readonly workers: readonly WorkerSize[]
  readonly relay: string
  readonly timeoutMs: number
  readonly objectLifetimeMs: number
  /** The ARN of the managed policy for clients. */
  readonly clientPolicy: string
}

/** A stack as CloudFormation describes it. */
export interface DescribedStack {
  readonly stack: string
  readonly region: string
  /** CREATE_COMPLETE, UPDATE_IN_PROGRESS, … */
  readonly status: string
  readonly outputs: ReadonlyMap<string, string>
  readonly tags: ReadonlyMap<string, string>
}

const DAY_MS = 24 * 3_600_000

/**
 * Takes a stack's outputs apart, once it is known that this client can speak with it.
 * @throws ConnectError, ProtocolVersionError, ShapeError
 */
export function stackFacts(described: DescribedStack): StackFacts {
  const { stack, region, outputs } = described
  checkProtocol(described)
  return {
    stack,
    region,
    version: text(described, OUTPUT.version),
    bucket: text(described, OUTPUT.bucket),
    workers: workerSizes(stack, outputs),
    relay: text(described, OUTPUT.relay),
    timeoutMs: number(described, OUTPUT.timeoutSeconds) * 1000,
    objectLifetimeMs: number(described, OUTPUT.objectLifetimeDays) * DAY_MS,
    clientPolicy: text(described, OUTPUT.clientPolicy),
  }
}

function checkProtocol(described: DescribedStack): void {
  const { stack, region, status, outputs, tags } = described
  const protocol = outputs.get(OUTPUT.protocol)
  if (status.startsWith('DELETE_')) {
    const mend = `"trialfan destroy --stack ${stack} --region ${region}" brings that to its end, then "${deploy(stack, region)}" makes a new one`
    throw new ConnectError('STACK_NOT_READY', `stack ${stack} in ${region} is being deleted (${status}): ${mend}`, {
      stack,
      region,
      status,
    })
  }
  if (protocol === undefined) {
    if (/IN_PROGRESS|ROLLBACK|FAILED/.test(status)) {
      const message = `stack ${stack} in ${region} is not ready (${status}): wait until it is deployed, or run "${deploy(stack, region)}"`
      throw new ConnectError('STACK_NOT_READY', message, { stack, region, status })
    }
    const message = `stack ${stack} in ${region} was not deployed by trialfan: it has no output ${OUTPUT.protocol}; name another with --stack, or deploy one with "trialfan deploy --stack NAME --region ${region}"`
    throw new ConnectError('STACK_FOREIGN', message, { stack, region, tag: tags.get(STACK_TAG) ?? null })
  }
  const theirs = number(described, OUTPUT.protocol)
  const version = outputs.get(OUTPUT.version) ?? 'unknown'
  if (theirs < PROTOCOL_VERSION) {
    const mend = `stack ${stack} in ${region} is older (trialfan ${version}) than this client (${packageVersion()}); run "${deploy(stack, region)}"`
    throw new ProtocolVersionError(PROTOCOL_VERSION, theirs, mend)
  }
  if (theirs > PROTOCOL_VERSION) {
    const mend = `stack ${stack} in ${region} is newer (trialfan ${version}) than this client (${packageVersion()}); run "npm install trialfan@${version}"`
    throw new ProtocolVersionError(PROTOCOL_VERSION, theirs, mend)
  }
}

const deploy = (stack: string, region: string): string => `trialfan deploy --stack ${stack} --region ${region}`

function text({ stack, outputs }: DescribedStack, name: string): string {
  const value = outputs.get(name)
  if (value === undefined || value === '') throw new ShapeError(`outputs of stack ${stack}`, name, 'a text', value)
  return value
}

function number(described: DescribedStack, name: string): number {
  const value = Number(text(described, name))
  if (!Number.isFinite(value)) throw new ShapeError(`outputs of stack ${described.stack}`, name, 'a number', described.outputs.get(name))
  return value
}
