import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecutionRequest } from '../../../execution/execution-request.ts'

/** Writes target modules into a folder of its own, and makes requests for them. */
export class TargetFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'trialfan-execution-'))

  /** A module with this text. */
  module(source: string): Pick<ExecutionRequest, 'targetFile' | 'targetId' | 'exportName'> {
    const targetId = createHash('sha256').update(source).digest('hex')
    const targetFile = join(this.path, `${targetId}.mjs`)
    writeFileSync(targetFile, source)
    return { targetFile, targetId, exportName: 'default' }
  }

  /** A request for a module whose default export is this expression. */
  request(expression: string, more: Partial<ExecutionRequest> = {}): ExecutionRequest {
    return {
      ...this.module(`export default ${expression}\n`),
      objectives: ['cost'],
      configuration: { x: 2 },
      instance: null,
      features: null,
      seed: null,
      budget: null,
      data: null,
      limits: { timeMs: null, memoryMiB: null },
      ...more,
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true })
  }
}
