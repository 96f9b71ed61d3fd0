import { ServiceFault } from '../service-fault.ts'

const CRLF = Buffer.from('\r\n')
const LONGEST_LINE = 16 * 1024

/**
 * Takes the `aws-chunked` framing off a body: `<hex length>[;chunk-signature=…]CRLF <bytes> CRLF … 0 CRLF trailers CRLF`.
 * Source: Amazon S3 API reference, "Signature calculations: transferring payload in multiple chunks".
 * @param onTrailer gets each trailing header, with its name in lower case
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  onTrailer: (name: string, value: string) => void,
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  /** Bytes of the current chunk that are still to come; -2: its closing CRLF is; -1: a length line is; -3: trailers are. */
  let left = -1
  for await (const chunk of source) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    while (rest.length > 0) {
      if (left > 0) {
        const bytes = rest.subarray(0, left)
        rest = rest.subarray(bytes.length)
        left -= bytes.length
        yield bytes
        if (left === 0) left = -2
        continue
      }
      const end = rest.indexOf(CRLF)
      if (end < 0) {
        if (rest.length > LONGEST_LINE) throw malformed('a line without an end')
        break
      }
      const line = rest.toString('latin1', 0, end)
      rest = rest.subarray(end + 2)
      if (left === -2) {
        if (line !== '') throw malformed('bytes after the end of a chunk')
        left = -1
      } else if (left === -1) {
        left = chunkLength(line)
        if (left === 0) left = -3
      } else if (line !== '') {
        const colon = line.indexOf(':')
        onTrailer(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
      }
    }
  }
  if (left !== -3) throw new ServiceFault('IncompleteBody', 'the body ended before its last chunk')
}

function chunkLength(line: string): number {
  const hex = line.split(';', 1)[0] ?? ''
  if (!/^[0-9a-fA-F]{1,12}$/.test(hex)) throw malformed(`the chunk length ${JSON.stringify(hex)}`)
  return Number.parseInt(hex, 16)
}

const malformed = (what: string): ServiceFault => new ServiceFault('InvalidRequest', `aws-chunked body: unexpected ${what}`)
