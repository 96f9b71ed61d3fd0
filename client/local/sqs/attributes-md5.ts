import { md5 } from '../face/md5.ts'
import type { MessageAttribute } from './sent-message.ts'

/** The digest over message attributes that SDKs check. Source: SQS developer guide, "Calculating the MD5 message digest for message attributes". */
export function attributesMd5(attributes: Readonly<Record<string, MessageAttribute>>): string {
  const parts: Buffer[] = []
  const add = (bytes: Buffer): void => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    parts.push(length, bytes)
  }
  for (const [name, attribute] of Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))) {
    add(Buffer.from(name))
    add(Buffer.from(attribute.DataType))
    const binary = attribute.BinaryValue !== undefined
    parts.push(Buffer.from([binary ? 2 : 1]))
    add(binary ? Buffer.from(attribute.BinaryValue ?? '', 'base64') : Buffer.from(attribute.StringValue ?? ''))
  }
  return md5(Buffer.concat(parts))
}
