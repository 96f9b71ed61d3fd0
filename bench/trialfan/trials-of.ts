/** The part of a trial that the bench fills in. */
export interface BenchTrial {
  readonly configuration: { readonly x0: number; readonly x1: number }
  readonly seed: number
}

/** Trials with two numbers each, no two alike (the golden ratio's multiples never meet). */
export function trialsOf(count: number, seed: number): readonly BenchTrial[] {
  return Array.from({ length: count }, (_, i) => {
    const place = ((i + 1) * 0.6180339887498949 + seed * 0.1) % 1
    return { configuration: { x0: 15 * place - 5, x1: 15 * place }, seed: 0 }
  })
}
