/** What a caller is told. */
export type InvokeReply =
  | { readonly outcome: 'accepted' }
  | {
      readonly outcome: 'throttled'
      readonly reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' | 'ConcurrentInvocationLimitExceeded' | 'CallerRateLimitExceeded'
    }
  | { readonly outcome: 'answered'; readonly payload: string }
  | { readonly outcome: 'failed'; readonly payload: string }

/** What the model wants done; carried out by the shell (processes) or by a simulator. */
export type LambdaCommand =
  | { readonly kind: 'start environment'; readonly environment: string; readonly function: string }
  | {
      readonly kind: 'dispatch'
      readonly environment: string
      readonly requestId: string
      readonly payload: string
      /** When the function's time-out is over, ms since the epoch. */
      readonly deadline: number
    }
  | {
      readonly kind: 'stop environment'
      readonly environment: string
      readonly why: 'timed out' | 'not started in time' | 'idle' | 'fault' | 'failed to start'
    }
  | { readonly kind: 'reply'; readonly requestId: string; readonly reply: InvokeReply }
