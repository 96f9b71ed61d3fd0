import { knownOptima } from './known-optima.ts'

type Trial = { readonly additionalInfo: Readonly<Record<string, unknown>> } | null
type Row = { readonly instance: string | null; readonly default: Trial; readonly incumbent: Trial }

/** The tours of the default and of the best configuration beside the optimal ones: a line for every instance and one for the mean gap. */
export function summaryLines({ perInstance }: { readonly perInstance: readonly Row[] }): string[] {
  const defaultGaps: (number | null)[] = []
  const incumbentGaps: (number | null)[] = []
  const lines = [line('instance', 'optimum', 'default', 'best found')]
  for (const { instance, default: byDefault, incumbent } of perInstance) {
    const optimum = knownOptima[instance ?? ''] ?? Number.NaN
    defaultGaps.push(gap(byDefault, optimum))
    incumbentGaps.push(gap(incumbent, optimum))
    lines.push(line(instance ?? '', String(optimum), tour(byDefault, optimum), tour(incumbent, optimum)))
  }
  return [...lines, line('mean gap', '', percent(mean(defaultGaps)), percent(mean(incumbentGaps)))]
}

const line = (name: string, optimum: string, byDefault: string, incumbent: string): string =>
  name.padEnd(10) + optimum.padStart(8) + byDefault.padStart(18) + incumbent.padStart(18)

function tour(trial: Trial, optimum: number): string {
  const excess = gap(trial, optimum)
  return excess === null ? 'no tour' : `${trial?.additionalInfo.length} ${percent(excess).padStart(8)}`
}

/** By how much the trial's tour is longer than the optimal one, in percent; null when it found none. */
function gap(trial: Trial, optimum: number): number | null {
  const length = trial?.additionalInfo.length
  return typeof length === 'number' ? (length / optimum - 1) * 100 : null
}

function mean(gaps: readonly (number | null)[]): number | null {
  let sum = 0
  for (const one of gaps) {
    if (one === null) return null
    sum += one
  }
  return gaps.length === 0 ? null : sum / gaps.length
}

const percent = (gap: number | null): string => (gap === null ? 'no tour' : `+${gap.toFixed(2)} %`)
