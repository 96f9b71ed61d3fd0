import { crc32 } from 'node:zlib'

/** A zip archive with one file in it, stored as it is. Format: PKWARE's APPNOTE, local header, central directory, end record. */
export function zipFile(name: string, text: string): Uint8Array {
  const path = Buffer.from(name)
  const content = Buffer.from(text)
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt32LE(crc32(content), 10)
  common.writeUInt32LE(content.length, 14)
  common.writeUInt32LE(content.length, 18)
  common.writeUInt16LE(path.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, path, content])
  const attributes = Buffer.alloc(14)
  // Readable by everybody: Lambda runs functions as a user of its own.
  attributes.writeUInt32LE((0o100644 << 16) >>> 0, 6)
  const madeBy = Buffer.from([20, 3])
  const central = Buffer.concat([Buffer.from('PK\x01\x02'), madeBy, common, attributes, path])
  const end = Buffer.alloc(18)
  end.writeUInt16LE(1, 4)
  end.writeUInt16LE(1, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(local.length, 12)
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06'), end])
}
