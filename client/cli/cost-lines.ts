import type { CostFigures } from '../study/cost/cost-figures.ts'
import { formatUsd } from '../study/cost/format-usd.ts'

/** `$0.0123`, or `$0 here; about $0.0123 on AWS`; with the cap, where there is one. */
export function costLine({ usd, isCharged, capUsd }: CostFigures): string {
  const cost = isCharged ? formatUsd(usd) : `$0 here; about ${formatUsd(usd)} on AWS`
  return capUsd === null ? cost : `${cost}, of ${formatUsd(capUsd)} at most`
}

/** What the cost is made of, and what the free tier makes of it. */
export function costDetails({ usdBy, freeTier, estimatedAttempts, prices, used, architecture }: CostFigures): string[] {
  const { compute, requests, queue, objects } = usdBy
  const gbSeconds = Number(used.gbSeconds.toPrecision(3))
  const parts = `Lambda ${formatUsd(compute + requests)} (${gbSeconds} GB-s), SQS ${formatUsd(queue)}, S3 ${formatUsd(objects)}`
  const share =
    freeTier.share > 1
      ? `more than a month's free tier: ${formatUsd(freeTier.usdBeyond)} beyond it`
      : `${percent(freeTier.share)} of a month's free tier`
  const estimated =
    estimatedAttempts === 0
      ? ''
      : `; ${estimatedAttempts} ${estimatedAttempts === 1 ? 'attempt' : 'attempts'} estimated, which told nothing`
  return [parts, `${share}; ${architecture} in ${prices.region}, prices of ${prices.asOf}${estimated}`]
}

const percent = (share: number): string => (share > 0 && share < 0.0005 ? 'less than 0.1 %' : `${(share * 100).toFixed(1)} %`)
