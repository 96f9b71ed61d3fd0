/** `$0`, `$0.0123`, `$4.20`: three digits that count, cents at least. */
export function formatUsd(usd: number): string {
  if (usd === 0 || !Number.isFinite(usd)) return `$${usd}`
  const digits = Math.abs(usd) >= 1 ? 2 : Math.min(10, 2 - Math.floor(Math.log10(Math.abs(usd))))
  return `$${usd.toFixed(digits).replace(/(\.\d\d.*?)0+$/, '$1')}`
}
