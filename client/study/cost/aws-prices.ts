import type { PriceTable } from './price-table.ts'

/**
 * AWS's list prices in N. Virginia, each at its first (dearest) tier of volume. Most regions are equal or a little dearer.
 * The free tier is the one without an end; what AWS gives new accounts on top is not in it.
 */
export const AWS_PRICES: PriceTable = Object.freeze({
  region: 'us-east-1',
  asOf: '2026-06',
  source: 'https://aws.amazon.com/lambda/pricing/, https://aws.amazon.com/sqs/pricing/, https://aws.amazon.com/s3/pricing/',
  usdPerGBSecond: Object.freeze({ arm64: 1.33334e-5, x86_64: 1.66667e-5 }),
  usdPerMillionRequests: 0.2,
  usdPerMillionQueueRequests: 0.4,
  usdPerMillionObjectReads: 0.4,
  usdPerMillionObjectWrites: 5,
  freeTier: Object.freeze({ gbSeconds: 400_000, requests: 1_000_000, queueRequests: 1_000_000 }),
})
