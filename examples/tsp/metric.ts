const METRICS = ['ATT', 'EUC_2D', 'GEO'] as const

/** The distance functions of TSPLIB that the instances here use. */
export type Metric = (typeof METRICS)[number]

export function isMetric(word: string): word is Metric {
  return METRICS.some((metric) => metric === word)
}
