import { hash } from 'node:crypto'

/** Lower-case hex, as SQS puts it beside a message for the SDK to check. */
export function md5(data: string | Uint8Array): string {
  return hash('md5', data, 'hex')
}
