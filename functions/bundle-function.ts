import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { functionFiles } from './function-files.ts'
import type { FunctionName } from './function-name.ts'

/**
 * Bundles one function into `folder`, which is made when it is missing.
 * The build puts the results where `functionCode` looks for them in a built package.
 */
export async function bundleFunction(name: FunctionName, folder: string): Promise<void> {
  const { files } = await functionFiles(name)
  await mkdir(folder, { recursive: true })
  for (const [file, bytes] of files) await writeFile(join(folder, file), bytes)
}
