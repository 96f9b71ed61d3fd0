/** Counts the work of a search, so that a trial ends after the same work on every machine. One step: a move looked at, or two cities swapped. */
export class StepMeter {
  readonly limit: number
  private counted = 0

  constructor(limit: number) {
    this.limit = limit
  }

  add(steps: number): void {
    this.counted += steps
  }

  get spent(): number {
    return this.counted
  }

  get over(): boolean {
    return this.counted >= this.limit
  }
}
