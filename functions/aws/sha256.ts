import { createHash, createHmac, createSecretKey, type Hash, type Hmac, type KeyObject } from 'node:crypto'
import type { Checksum, SourceData } from '@smithy/types'

/** The signing keys that the SDK keeps, as Node wants them; gone with them. */
const KEYS = new WeakMap<object, KeyObject>()
/** The secret that was used last: a process signs as one. */
let latest: { readonly secret: string; readonly key: KeyObject } | null = null

/**
 * SHA-256, or its HMAC when there is a secret, for the SDK's signer. Making a key costs four times what the HMAC of a request does
 * (27 and 6 µs, Node 24), and the SDK's own class makes two for every request: this one keeps them.
 */
export class Sha256 implements Checksum {
  readonly digestLength = 32
  readonly #secret: SourceData | undefined
  #hash: Hash | Hmac

  constructor(secret?: SourceData) {
    this.#secret = secret
    this.#hash = begin(secret)
  }

  update(data: string | Uint8Array): void {
    this.#hash.update(data)
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }

  reset(): void {
    this.#hash = begin(this.#secret)
  }
}

function begin(secret: SourceData | undefined): Hash | Hmac {
  return secret === undefined ? createHash('sha256') : createHmac('sha256', keyOf(secret))
}

function keyOf(secret: SourceData): KeyObject {
  if (typeof secret === 'string') {
    if (latest?.secret !== secret) latest = { secret, key: createSecretKey(secret, 'utf8') }
    return latest.key
  }
  const known = KEYS.get(secret)
  if (known !== undefined) return known
  const key = createSecretKey(
    ArrayBuffer.isView(secret) ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength) : new Uint8Array(secret),
  )
  KEYS.set(secret, key)
  return key
}
