import type { IncomingMessage } from 'node:http'
import { ServiceFault } from '../service-fault.ts'

const NOTHING = Buffer.alloc(0)

/** The whole body of a small request. @throws ServiceFault `RequestEntityTooLarge` above `maximumBytes` */
export function readBody(request: IncomingMessage, maximumBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let first: Buffer | null = null
    let rest: Buffer[] | null = null
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      // The rest is read and dropped: a caller that is cut off while it writes sees a broken socket instead of the answer.
      if (bytes > maximumBytes) {
        first = null
        rest = null
      } else if (first === null) first = chunk
      else if (rest === null) rest = [first, chunk]
      else rest.push(chunk)
    })
    request.on('end', () => {
      if (bytes > maximumBytes) {
        reject(
          new ServiceFault('RequestEntityTooLargeException', `expected a body of at most ${maximumBytes} bytes, got ${bytes}`, {
            status: 413,
          }),
        )
      } else resolve(rest === null ? (first ?? NOTHING) : Buffer.concat(rest))
    })
    request.on('error', reject)
  })
}
