import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

export interface LatencyProxyOptions {
  /** Where the bytes go: a port on the loopback interface. */
  readonly port: number
  /** What one round trip takes longer, ms: half of it each way. */
  readonly roundTripMs: number
}

/**
 * A TCP proxy on the loopback interface that makes what is behind it far away: every byte arrives half a round trip later, in order,
 * whatever the bandwidth. Connections are accepted at once, so the first bytes of each wait for the round trip that a handshake
 * over that distance would have taken.
 */
export class LatencyProxy implements AsyncDisposable {
  readonly #options: LatencyProxyOptions
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  static async listen(options: LatencyProxyOptions): Promise<LatencyProxy> {
    const proxy = new LatencyProxy(options)
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject)
      proxy.#server.listen({ host: '127.0.0.1', port: 0, backlog: 2048 }, resolve)
    })
    return proxy
  }

  private constructor(options: LatencyProxyOptions) {
    this.#options = options
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => this.#join(near))
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #join(near: Socket): void {
    const { port, roundTripMs } = this.#options
    const far = connect({ host: '127.0.0.1', port, noDelay: true, allowHalfOpen: true })
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
      socket.on('error', () => other.destroy())
    }
    this.#carry(near, far, performance.now() + roundTripMs)
    this.#carry(far, near, 0)
  }

  /** What has come is on its way; nothing overtakes what came before it, however the timers of a busy process fire. */
  #carry(from: Socket, to: Socket, notBefore: number): void {
    const oneWayMs = this.#options.roundTripMs / 2
    const underWay: { readonly due: number; readonly arrive: () => void }[] = []
    let latest = notBefore

    const arriveAll = (): void => {
      while (underWay[0] !== undefined && underWay[0].due <= performance.now()) underWay.shift()?.arrive()
      if (underWay[0] !== undefined) setTimeout(arriveAll, underWay[0].due - performance.now())
    }
    const send = (arrive: () => void): void => {
      latest = Math.max(latest, performance.now() + oneWayMs)
      underWay.push({ due: latest, arrive })
      if (underWay.length === 1) setTimeout(arriveAll, latest - performance.now())
    }
    from.on('data', (bytes) => send(() => to.writable && to.write(bytes)))
    from.on('end', () => send(() => to.end()))
  }
}
