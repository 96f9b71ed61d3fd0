import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ServiceFault } from '../service-fault.ts'
import { BUCKET_OPERATIONS } from './bucket-operations.ts'
import { OBJECT_OPERATIONS } from './object-operations.ts'
import type { S3Cloud } from './s3-cloud.ts'
import type { S3Operation } from './s3-operation.ts'
import { type S3Request, takeApart } from './s3-request.ts'
import { xmlDocument } from './xml.ts'

/** Queries that only say what the path and the method say already. */
const SILENT = new Set(['x-id'])
/** Queries that name what is wanted of a bucket or an object. */
const SELECTORS = new Set(['delete', 'list-type', 'location', 'partNumber', 'uploadId', 'uploads'])
/** Queries that belong to an operation chosen by others. */
const ARGUMENTS = new Set(['prefix', 'delimiter', 'max-keys', 'continuation-token', 'start-after', 'encoding-type', 'fetch-owner'])

/** S3 over HTTP: REST with XML, path-style. */
export class S3Face {
  readonly #cloud: S3Cloud

  constructor(cloud: S3Cloud) {
    this.#cloud = cloud
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
    try {
      const call = takeApart(request, response, url)
      await chooseOperation(call)(call, this.#cloud)
    } catch (fault) {
      request.resume()
      if (response.destroyed) return
      if (!(fault instanceof ServiceFault)) throw fault
      const { key, uploadId } = fault.details as { key?: string; uploadId?: string }
      const content = {
        Code: fault.code,
        Message: fault.message,
        ...(key !== undefined && { Key: key }),
        ...(uploadId !== undefined && { UploadId: uploadId }),
        RequestId: randomUUID(),
      }
      const body = request.method === 'HEAD' ? '' : xmlDocument('Error', content).replace(/ xmlns="[^"]*"/, '')
      response.writeHead(fault.status, { 'Content-Type': 'application/xml', 'Content-Length': Buffer.byteLength(body) })
      response.end(body)
    }
  }
}

/** @throws ServiceFault `NotImplemented`, which names the call */
function chooseOperation(call: S3Request): S3Operation {
  const names = [...call.query.keys()].filter((name) => !SILENT.has(name) && !ARGUMENTS.has(name))
  const place = call.key !== '' ? 'object' : call.bucket !== '' ? 'bucket' : 'service'
  const copy = call.method === 'PUT' && call.request.headers['x-amz-copy-source'] !== undefined ? ' copy' : ''
  const selector = names
    .filter((name) => SELECTORS.has(name))
    .sort()
    .join('&')
  const name = `${call.method} ${place}${selector === '' ? '' : ` ${selector}`}${copy}`
  const operation = (place === 'object' ? OBJECT_OPERATIONS : BUCKET_OPERATIONS)[name]
  if (operation !== undefined && names.every((query) => SELECTORS.has(query))) return operation
  const wanted = names.length === 0 ? '' : `?${names.join('&')}`
  throw new ServiceFault('NotImplemented', `the embedded cluster does not emulate S3's ${call.method} ${place}${wanted}${copy}`, {
    status: 501,
  })
}
