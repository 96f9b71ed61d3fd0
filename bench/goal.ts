import type { FigureName } from './figure-name.ts'
import type { SystemReport } from './system-report.ts'

export interface Systems {
  readonly trialfan: SystemReport
  readonly smacDask: SystemReport
  readonly bareDask: SystemReport
}

/** Something that trialfan's figure must reach. */
export interface Goal {
  readonly text: string
  /** Null when a figure that it needs was not measured. */
  isReached(systems: Systems): boolean | null
}

export function atLeast(name: FigureName, bound: number): Goal {
  return { text: `≥ ${bound}`, isReached: ({ trialfan }) => compare(trialfan.median(name), bound, (ours, most) => ours >= most) }
}

export function atMost(name: FigureName, bound: number): Goal {
  return { text: `≤ ${bound}`, isReached: ({ trialfan }) => compare(trialfan.median(name), bound, (ours, most) => ours <= most) }
}

/** Ratios compare figures of one run on one machine, so that a busy machine weighs on both sides. */
export function timesPeer(name: FigureName, factor: number, peer: 'smacDask' | 'bareDask', peerName: string): Goal {
  return {
    text: `≥ ${factor} × ${peerName}`,
    isReached: (systems) => compare(systems.trialfan.median(name), systems[peer].median(name), (ours, theirs) => ours >= factor * theirs),
  }
}

function compare(ours: number | null, theirs: number | null, holds: (ours: number, theirs: number) => boolean): boolean | null {
  return ours === null || theirs === null ? null : holds(ours, theirs)
}
