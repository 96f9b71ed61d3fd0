import { connect, createServer } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { LatencyProxy } from '../../../bench/latency-proxy.ts'

test('bytes come through whole and in order, both ways, and an end is passed on', async () => {
  // Answers with what it was sent, once the sender has ended.
  const echo = createServer({ allowHalfOpen: true }, async (socket) => {
    socket.end(await buffer(socket))
  })
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
  const { port } = echo.address() as { port: number }
  await using proxy = await LatencyProxy.listen({ port, roundTripMs: 4 })

  const near = connect({ host: '127.0.0.1', port: proxy.port, allowHalfOpen: true })
  const sent = Buffer.from(Array.from({ length: 500_000 }, (_, i) => (i * 31) % 251))
  for (let at = 0; at < sent.length; at += 70_000) near.write(sent.subarray(at, at + 70_000))
  near.end()
  const received = await buffer(near)

  expect(received.equals(sent)).toBe(true)
  echo.close()
})

test('a far side that refuses the connection ends the near one', async () => {
  const gone = createServer()
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
  const { port } = gone.address() as { port: number }
  await new Promise((resolve) => gone.close(resolve))
  await using proxy = await LatencyProxy.listen({ port, roundTripMs: 0 })

  const near = connect(proxy.port, '127.0.0.1')
  near.on('error', () => {})
  await new Promise((resolve) => near.once('close', resolve))
  expect(near.destroyed).toBe(true)
})
