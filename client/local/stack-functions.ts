import { ENVIRONMENT, type WorkerSize } from '../../contract/deployment.ts'
import type { FunctionDefinition } from './lambda/function-definition.ts'

export interface StackFunctionsOptions {
  readonly stack: string
  readonly bucket: string
  readonly workers: readonly WorkerSize[]
  readonly relayFunction: string
  readonly timeoutMs: number
  /** Folders with the functions' code. */
  readonly code: { readonly worker: string; readonly relay: string }
}

const HOUR_MS = 3_600_000
/** Environments of the relay, beside the workers: failure records are few and small. */
const RELAY_CONCURRENCY = 1

/** The functions of a trialfan stack, with the settings that `infra` deploys. */
export function stackFunctions(options: StackFunctionsOptions): readonly FunctionDefinition[] {
  const environment = { [ENVIRONMENT.bucket]: options.bucket, [ENVIRONMENT.stack]: options.stack }
  return [
    ...options.workers.map((size) => ({
      ...size,
      code: options.code.worker,
      timeoutMs: options.timeoutMs,
      environment: { ...environment, [ENVIRONMENT.checkData]: '1' },
      maximumRetryAttempts: 0,
      maximumEventAgeMs: HOUR_MS,
      onFailure: options.relayFunction,
      separateConcurrency: null,
    })),
    {
      name: options.relayFunction,
      code: options.code.relay,
      timeoutMs: 30_000,
      memoryMiB: 256,
      environment,
      maximumRetryAttempts: 2,
      maximumEventAgeMs: HOUR_MS,
      onFailure: null,
      separateConcurrency: RELAY_CONCURRENCY,
    },
  ]
}
