import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ObjectFacts } from '../model/bucket-model.ts'
import { ServiceFault } from '../service-fault.ts'

/** One S3 call, taken apart. */
export interface S3Request {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly method: string
  /** Empty for the service itself. */
  readonly bucket: string
  /** Empty for the bucket itself. */
  readonly key: string
  readonly query: URLSearchParams
}

/** Path-style addressing: `/bucket/key`. */
export function takeApart(request: IncomingMessage, response: ServerResponse, url: string): S3Request {
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const slash = path.indexOf('/', 1)
  const decode = (part: string): string => {
    try {
      return decodeURIComponent(part)
    } catch {
      throw new ServiceFault('InvalidURI', `Couldn't parse the specified URI: ${url}`)
    }
  }
  return {
    request,
    response,
    method: request.method ?? 'GET',
    bucket: decode(slash < 0 ? path.slice(1) : path.slice(1, slash)),
    key: slash < 0 ? '' : decode(path.slice(slash + 1)),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
  }
}

export function readFacts({ headers }: IncomingMessage): ObjectFacts {
  const metadata = Object.entries(headers)
    .filter(([name]) => name.startsWith('x-amz-meta-'))
    .map(([name, value]) => [name.slice('x-amz-meta-'.length), String(value)])
  return { contentType: headers['content-type'] ?? null, metadata: Object.fromEntries(metadata) }
}

/** The range of bytes that is asked for, from inclusive to exclusive; null for the whole object. @throws ServiceFault `InvalidRange` */
export function readRange(header: string | undefined, bytes: number): { readonly from: number; readonly to: number } | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (match === null || (match[1] === '' && match[2] === '')) return null
  const [, first = '', last = ''] = match
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first)
  const to = first === '' || last === '' ? bytes : Math.min(bytes, Number(last) + 1)
  if (from < to) return { from, to }
  throw new ServiceFault('InvalidRange', 'The requested range is not satisfiable', { status: 416 })
}
