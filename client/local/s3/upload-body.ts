import type { IncomingMessage } from 'node:http'
import { ServiceFault } from '../service-fault.ts'
import { decodeAwsChunked } from './aws-chunked.ts'
import { startChecksum } from './checksum.ts'

/** S3's most for one PutObject or one part. */
const MAXIMUM_BYTES = 5 * 1024 ** 3

/**
 * The bytes of an upload, out of their framing and checked against every checksum that came with them.
 * @throws ServiceFault `BadDigest`, `EntityTooLarge`, `IncompleteBody` while it is read
 */
export async function* uploadBody(request: IncomingMessage): AsyncGenerator<Buffer> {
  const { headers } = request
  const chunked =
    String(headers['content-encoding'] ?? '').includes('aws-chunked') ||
    String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-')
  const expected = new Map<string, string>()
  const names = Object.keys(headers).filter((name) => name.startsWith('x-amz-checksum-') || name === 'content-md5')
  for (const name of names) expected.set(name, String(headers[name]))
  const trailing = String(headers['x-amz-trailer'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
  const running = [...names, ...trailing].flatMap((name) => {
    const checksum = startChecksum(name)
    return checksum === null ? [] : [{ name, checksum }]
  })
  const source: AsyncIterable<Buffer> = chunked ? decodeAwsChunked(request, (name, value) => expected.set(name, value)) : request
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.length
    if (bytes > MAXIMUM_BYTES) throw new ServiceFault('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size')
    for (const { checksum } of running) checksum.update(chunk)
    yield chunk
  }
  const declared = headers[chunked ? 'x-amz-decoded-content-length' : 'content-length']
  if (declared !== undefined && Number(declared) !== bytes) {
    throw new ServiceFault('IncompleteBody', `expected ${String(declared)} bytes, got ${bytes}`)
  }
  for (const { name, checksum } of running) {
    const want = expected.get(name)
    const got = checksum.digest()
    if (want !== undefined && want !== got) throw new ServiceFault('BadDigest', `${name}: expected ${want}, got ${got}`)
  }
}
