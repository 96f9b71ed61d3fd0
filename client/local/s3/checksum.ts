import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

interface Running {
  update(bytes: Uint8Array): void
  /** Base64, as in the header. */
  digest(): string
}

/** The checksums that are verified; others that S3 knows (CRC32C, CRC64NVME) are taken without a look. */
export function startChecksum(header: string): Running | null {
  switch (header) {
    case 'x-amz-checksum-crc32':
      return runningCrc32()
    case 'x-amz-checksum-sha256':
      return hashing('sha256')
    case 'x-amz-checksum-sha1':
      return hashing('sha1')
    case 'content-md5':
      return hashing('md5')
    default:
      return null
  }
}

function runningCrc32(): Running {
  let value = 0
  return {
    update(bytes) {
      value = crc32(bytes, value)
    },
    digest() {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(value)
      return bytes.toString('base64')
    },
  }
}

function hashing(algorithm: string): Running {
  const hash = createHash(algorithm)
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('base64') }
}
