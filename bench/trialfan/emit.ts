import type { FigureName } from '../figure-name.ts'

/** Tells the bench figures, as a line of JSON. */
export function emit(figures: Partial<Record<FigureName, number>>): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}
