/** One function as it is deployed to the embedded cloud. */
export interface FunctionDefinition {
  readonly name: string
  /** A folder with `handler.mjs`, which exports `handler`. */
  readonly code: string
  readonly timeoutMs: number
  readonly memoryMiB: number
  /** The function's own environment variables. */
  readonly environment: Readonly<Record<string, string>>
  readonly maximumRetryAttempts: number
  readonly maximumEventAgeMs: number
  /** The function that gets failure records, or null. */
  readonly onFailure: string | null
  /** A number: so many environments of its own, outside the account's concurrency. */
  readonly separateConcurrency: number | null
}
