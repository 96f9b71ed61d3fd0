import { type AgentOptions, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Duplex } from 'node:stream'
import { NodeHttpHandler } from '@smithy/node-http-handler'

interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Where and as whom to call; what is left out comes from the SDK's ordinary chain (profile, SSO, environment). */
export interface AwsLocation {
  readonly region?: string
  readonly credentials?: AwsCredentials | (() => Promise<AwsCredentials>)
  /** An emulator's URL; null for AWS itself. */
  readonly endpoint: string | null
  /** Makes the connections to an endpoint in this very process. Default: sockets of the system. */
  readonly connect?: () => Duplex
}

/** Sockets held open a client. The SDK's own default of 50 makes further calls queue without a word. */
const MAX_SOCKETS = 256
/** A long poll takes 20 s; a call that is silent for longer than this is dead. */
const REQUEST_TIMEOUT_MS = 60_000
const CONNECTION_TIMEOUT_MS = 5_000

/** The settings that every SDK client of trialfan shares. */
export function sdkSettings(location: AwsLocation) {
  const sockets = { keepAlive: true, maxSockets: MAX_SOCKETS, noDelay: true }
  return {
    ...(location.region !== undefined && { region: location.region }),
    ...(location.credentials !== undefined && { credentials: location.credentials }),
    ...(location.endpoint !== null && { endpoint: location.endpoint }),
    requestHandler: new NodeHttpHandler({
      httpAgent: location.connect === undefined ? new HttpAgent(sockets) : new InProcessAgent(sockets, location.connect),
      httpsAgent: new HttpsAgent(sockets),
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionTimeout: CONNECTION_TIMEOUT_MS,
    }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 4,
  } as const
}

/** Keeps connections alive as any agent does; they just do not leave the process. */
class InProcessAgent extends HttpAgent {
  readonly #connect: () => Duplex

  constructor(options: AgentOptions, connect: () => Duplex) {
    super(options)
    this.#connect = connect
  }

  override createConnection(): Duplex {
    return this.#connect()
  }
}
