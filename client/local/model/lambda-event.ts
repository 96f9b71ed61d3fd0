import type { EnvironmentExit } from './environment-failure.ts'

/** What happens to the Lambda service, from its callers and from its environments. */
export type LambdaEvent =
  | {
      readonly kind: 'invoke'
      readonly function: string
      readonly requestId: string
      /** JSON, or empty. */
      readonly payload: string
      /** `event` is queued (InvocationType Event); `request` waits for its answer (RequestResponse). */
      readonly mode: 'event' | 'request'
    }
  /** The environment asks for its next invocation; the first time: it is initialized. */
  | { readonly kind: 'environment ready'; readonly environment: string }
  | { readonly kind: 'environment failed to start'; readonly environment: string; readonly payload: string }
  | { readonly kind: 'answered'; readonly environment: string; readonly requestId: string; readonly payload: string }
  /** The handler threw, the payload says what; the environment lives on. */
  | {
      readonly kind: 'failed'
      readonly environment: string
      readonly requestId: string
      readonly payload: string
    }
  | { readonly kind: 'environment exited'; readonly environment: string; readonly exit: EnvironmentExit }
  | { readonly kind: 'reserved concurrency set'; readonly function: string; readonly reserved: number | null }
  | { readonly kind: 'account concurrency set'; readonly concurrency: number }
  /** Environments to have ready before they are needed. */
  | { readonly kind: 'warm'; readonly function: string; readonly environments: number }
  /** A deadline has come. */
  | { readonly kind: 'tick' }
