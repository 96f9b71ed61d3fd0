import fc from 'fast-check'
import { TrialfanError } from '../../contract/errors.ts'
import { READERS, type Reader } from './readers.ts'

/** Gives every reader so many hostile inputs. @throws fast-check's report with the smallest input that was not refused as it should */
export async function fuzz(casesEach: number, seed: number): Promise<void> {
  for (const reader of READERS) {
    await fc.assert(
      fc.asyncProperty(reader.bytes, (bytes) => check(reader, bytes)),
      { numRuns: casesEach, seed },
    )
  }
}

async function check({ name, read }: Reader, bytes: string | Uint8Array): Promise<void> {
  try {
    await read(bytes)
  } catch (error) {
    if (!(error instanceof TrialfanError)) throw new Error(`${name}: an error without a type`, { cause: error })
  }
  if (Object.keys(Object.prototype).length > 0 || 'polluted' in {}) throw new Error(`${name}: a prototype was polluted`)
}
