import { describe, expect, it } from 'vitest'
import { capacityOf, describeCapacity } from '../../../../client/runner/capacity.ts'

describe('the number of workers', () => {
  it.each([
    [{ reserved: null, unreservedAccount: 10 }, null, "10 workers: the account's unreserved concurrency"],
    [{ reserved: 4, unreservedAccount: 10 }, null, "4 workers: the worker function's reserved concurrency"],
    [{ reserved: 0, unreservedAccount: 10 }, 5, "0 workers: the worker function's reserved concurrency"],
    [{ reserved: null, unreservedAccount: 1000 }, 1, '1 worker: the maximum you set'],
    [{ reserved: 20, unreservedAccount: 10 }, 20, "20 workers: the worker function's reserved concurrency"],
  ])('%j with a maximum of %j is %s', (limits, maximum, words) => {
    expect(describeCapacity(capacityOf(limits, { binding: "the account's unreserved concurrency", mend: 'ask for more' }, maximum))).toBe(
      words,
    )
  })
})
