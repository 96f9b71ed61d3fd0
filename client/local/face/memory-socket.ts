import { Duplex } from 'node:stream'

/**
 * One end of a connection inside this process: what one end writes the other reads, without the system's sockets.
 * Has what `node:http` asks of a socket. A loopback write costs more than the whole answer to most requests.
 */
export class MemorySocket extends Duplex {
  readonly remoteAddress = '127.0.0.1'
  #peer: MemorySocket | null = null
  /** Goes on when the other end has taken what was written. */
  #resume: (() => void) | null = null

  /** @returns both ends */
  static pair(): [MemorySocket, MemorySocket] {
    const [one, other] = [new MemorySocket(), new MemorySocket()]
    one.#peer = other
    other.#peer = one
    return [one, other]
  }

  private constructor() {
    super({ decodeStrings: true, allowHalfOpen: false, emitClose: true })
  }

  override _read(): void {
    const peer = this.#peer
    if (peer === null || peer.#resume === null) return
    const resume = peer.#resume
    peer.#resume = null
    resume()
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    this.#deliver(chunk, done)
  }

  override _writev(chunks: { chunk: Uint8Array }[], done: () => void): void {
    this.#deliver(chunks.length === 1 && chunks[0] ? chunks[0].chunk : Buffer.concat(chunks.map(({ chunk }) => chunk)), done)
  }

  override _final(done: () => void): void {
    this.#peer?.push(null)
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const peer = this.#peer
    this.#peer = null
    if (peer !== null && !peer.destroyed) queueMicrotask(() => peer.destroy())
    done(error)
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  setTimeout(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  #deliver(chunk: Uint8Array, done: () => void): void {
    const peer = this.#peer
    if (peer === null || peer.destroyed || peer.push(chunk)) done()
    else this.#resume = done
  }
}
