import { FIGURE_NAMES, type FigureName } from './figure-name.ts'
import { type Spread, spreadOf } from './spread-of.ts'

/** One system's figures over all repeats; where there is none, `missing` says why. */
export class SystemReport {
  readonly title: string
  readonly #values = new Map<FigureName, number[]>()
  readonly #missing = new Map<FigureName, string>()

  constructor(title: string) {
    this.title = title
  }

  /** Adds what one process has printed; names that are no figures are refused. */
  add(figures: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(figures)) {
      const known = FIGURE_NAMES.find((figure) => figure === name)
      if (known === undefined || typeof value !== 'number' || !Number.isFinite(value)) {
        throw new TypeError(`${this.title}: expected a known figure and a finite number, got ${name}: ${JSON.stringify(value)}`)
      }
      this.#values.set(known, [...(this.#values.get(known) ?? []), value])
    }
  }

  /** Says why figures are not there; of several reasons the first stays. */
  lacks(names: readonly FigureName[], reason: string): void {
    for (const name of names) if (!this.#missing.has(name)) this.#missing.set(name, reason)
  }

  spread(name: FigureName): Spread | null {
    return spreadOf(this.#values.get(name) ?? [])
  }

  median(name: FigureName): number | null {
    return this.spread(name)?.median ?? null
  }

  /** Medians under their names, null with a reason under `missing` where there is none; beside them the spread and every value. */
  toJSON(): Record<string, unknown> {
    const json: Record<string, unknown> = {}
    const spread: Record<string, readonly [number, number]> = {}
    const missing: Record<string, string> = {}
    for (const name of FIGURE_NAMES) {
      const found = this.spread(name)
      put(json, name.split('.'), found?.median ?? null)
      if (found === null) missing[name] = this.#missing.get(name) ?? 'not measured'
      else spread[name] = [found.least, found.most]
    }
    return { ...json, spread, missing, repeats: Object.fromEntries(this.#values) }
  }
}

function put(record: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    record[name] = value
    return
  }
  const inner = (record[name] ?? {}) as Record<string, unknown>
  record[name] = inner
  put(inner, rest, value)
}
