import type { ConcurrencyLimits, LimitWords } from './transport.ts'

/** How many workers there can be, and which limit says so. */
export interface Capacity extends LimitWords {
  readonly limit: number
}

/**
 * The number of workers: the function's reserved concurrency when some is reserved, else what the account has left; never
 * more than the user's own maximum.
 */
export function capacityOf(limits: ConcurrencyLimits, accountLimit: LimitWords, maximum: number | null): Capacity {
  const platform: Capacity =
    limits.reserved === null
      ? { limit: limits.unreservedAccount, ...accountLimit }
      : {
          limit: limits.reserved,
          binding: "the worker function's reserved concurrency",
          mend: "raise or remove the worker function's reserved concurrency",
        }
  if (maximum === null || maximum >= platform.limit) return platform
  return { limit: maximum, binding: 'the maximum you set', mend: 'raise "workers"' }
}

/** `10 workers: the account's unreserved concurrency` */
export function describeCapacity({ limit, binding }: Capacity): string {
  return `${limit} ${limit === 1 ? 'worker' : 'workers'}: ${binding}`
}
