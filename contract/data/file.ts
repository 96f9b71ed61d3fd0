import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FileData } from './file-data.ts'

/**
 * Marks a file to be scattered. On a worker its place in the data holds a string: the absolute path of a read-only local copy.
 *
 * @example
 * const data = { corpus: file('corpus.txt') } // in the target: await readFile(data.corpus)
 */
export function file(path: string | URL): FileData {
  return new FileData(resolve(path instanceof URL ? fileURLToPath(path) : path))
}
