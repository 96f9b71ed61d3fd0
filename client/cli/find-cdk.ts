import { createRequire } from 'node:module'
import { join } from 'node:path'
import { TrialfanError } from '../../contract/errors.ts'
import type { AppContext } from '../../infra/app-settings.ts'

/** The CDK of the user's own: an optional peer dependency. */
export interface Cdk {
  /** The file of its command line. */
  readonly program: string
  /** Writes a stack's template and assets into a folder. @throws ShapeError */
  readonly synthesize: (folder: string, context: AppContext) => void
}

const PEERS = ['aws-cdk', 'aws-cdk-lib', 'constructs']

/** @param directory where it is looked for beside trialfan's own place. @throws TrialfanError `CDK_MISSING` */
export async function findCdk(directory: string): Promise<Cdk> {
  try {
    const { synthesize } = await import('../../infra/synthesize.ts')
    return { program: resolveProgram([import.meta.url, join(directory, 'package.json')]), synthesize }
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && /MODULE_NOT_FOUND$/.test(String(cause.code)))) throw cause
    const message = `this needs the AWS CDK, which is not installed beside trialfan: run "npm install --save-dev ${PEERS.join(' ')}"`
    throw new TrialfanError('CDK_MISSING', message, { packages: PEERS })
  }
}

function resolveProgram([first = '', ...others]: readonly string[]): string {
  try {
    return createRequire(first).resolve('aws-cdk/bin/cdk')
  } catch (cause) {
    if (others.length === 0) throw cause
    return resolveProgram(others)
  }
}
