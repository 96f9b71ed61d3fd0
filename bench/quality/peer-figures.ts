import { readFileSync } from 'node:fs'

/**
 * What other optimizers reached on the same functions, scored in the same way: SMAC 2.4.1, Optuna 5.0.0 and Nevergrad's NGOpt, one thread each.
 * Median and quartiles.
 */
export interface PeerFigure {
  readonly function: string
  readonly budget: string
  readonly workers: number
  readonly optimizer: string
  readonly seeds: number
  readonly final: readonly [median: number, lower: number, upper: number]
  readonly area: readonly [median: number, lower: number, upper: number]
}

export function peerFigures(): readonly PeerFigure[] {
  return JSON.parse(readFileSync(new URL('./peer-figures.json', import.meta.url), 'utf8')) as readonly PeerFigure[]
}
