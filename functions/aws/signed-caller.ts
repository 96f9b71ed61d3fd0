import { SignatureV4 } from '@smithy/signature-v4'
import type { AwsCredentialIdentity, Endpoint, EndpointV2, HttpHandlerOptions, HttpRequest, HttpResponse, Provider } from '@smithy/types'
import { Sha256 } from './sha256.ts'

/** What a call takes from an SDK client: where, as whom, its HTTP handler and what it knows of the service's clock. */
export interface SdkClient {
  readonly config: {
    readonly region: Provider<string>
    readonly credentials: Provider<AwsCredentialIdentity>
    readonly requestHandler: { handle(request: HttpRequest, options?: HttpHandlerOptions): Promise<{ response: HttpResponse }> }
    readonly systemClockOffset: number
    readonly endpoint?: Provider<Endpoint> | undefined
    readonly endpointProvider: (parameters: { Region: string; UseDualStack: boolean; UseFIPS: boolean }) => EndpointV2
  }
}

export interface SignedCall {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal?: AbortSignal | undefined
}

export interface CallAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * The calls that every trial makes, without the SDK's layers around them: its signer and its HTTP handler do the work, and
 * building its requests cost twice as much as both. Whatever is not answered as hoped goes through the SDK after all, which
 * knows all errors, corrects a wrong clock and tries again; so nothing but the speed depends on this.
 */
export class SignedCaller {
  readonly #client: SdkClient
  readonly #signer: SignatureV4
  #place: Promise<Pick<HttpRequest, 'protocol' | 'hostname'> & { port?: number }> | null = null

  /** @param service the name that requests are signed for: `lambda`, `sqs` */
  constructor(client: SdkClient, service: string) {
    const { credentials, region } = client.config
    this.#client = client
    this.#signer = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: true })
  }

  /** @throws what the SDK's HTTP handler throws when there is no answer */
  async post({ path, headers, body, signal }: SignedCall): Promise<CallAnswer> {
    const { config } = this.#client
    this.#place ??= this.#resolve()
    const place = await this.#place
    const host = place.port === undefined ? place.hostname : `${place.hostname}:${place.port}`
    const request: HttpRequest = { ...place, method: 'POST', path, query: {}, headers: { ...headers, host }, body }
    const signed = await this.#signer.sign(request, { signingDate: new Date(Date.now() + config.systemClockOffset) })
    signed.headers['content-length'] = String(Buffer.byteLength(body))
    const { response } = await config.requestHandler.handle(signed, signal === undefined ? {} : { abortSignal: signal })
    return { status: response.statusCode, headers: response.headers, body: await text(response.body) }
  }

  async #resolve() {
    const { endpoint, endpointProvider, region } = this.#client.config
    const given = await endpoint?.()
    if (given !== undefined)
      return { protocol: given.protocol, hostname: given.hostname, ...(given.port !== undefined && { port: given.port }) }
    const { url } = endpointProvider({ Region: await region(), UseDualStack: false, UseFIPS: false })
    return { protocol: url.protocol, hostname: url.hostname }
  }
}

async function text(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
