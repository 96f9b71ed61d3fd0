/** What `at` counts: occasions of the fault's kind, from 0, or milliseconds since the run began. */
type By = 'occasion' | 'time'

interface FaultRange {
  readonly by: By
  /** What `amount` is, and how large; [0, 0] when the kind needs none. */
  readonly amount: readonly [least: number, most: number]
  /** How much more often than others it is drawn. */
  readonly weight: number
}

/** Every fault that the simulator knows. Amounts are milliseconds unless the kind says otherwise. */
export const FAULTS = {
  'message lost': { by: 'occasion', amount: [0, 0], weight: 3 },
  'message duplicated': { by: 'occasion', amount: [0, 0], weight: 3 },
  'message delayed': { by: 'occasion', amount: [1_000, 20_000], weight: 3 },
  'message reordered': { by: 'occasion', amount: [1, 300], weight: 2 },
  'message visible again too soon': { by: 'occasion', amount: [1, 200], weight: 2 },
  'receive fails': { by: 'occasion', amount: [0, 0], weight: 2 },
  'receive answer lost': { by: 'occasion', amount: [0, 0], weight: 2 },
  'acknowledge fails': { by: 'occasion', amount: [0, 0], weight: 2 },
  'invoke throttled': { by: 'occasion', amount: [0, 3_000], weight: 3 },
  'invoke 5xx': { by: 'occasion', amount: [0, 0], weight: 3 },
  'invoke answer lost': { by: 'occasion', amount: [0, 0], weight: 3 },
  'invoke accepted twice': { by: 'occasion', amount: [0, 2_000], weight: 3 },
  'invoke answer late': { by: 'occasion', amount: [100, 15_000], weight: 2 },
  'event delivered twice': { by: 'occasion', amount: [0, 0], weight: 3 },
  'event aged out': { by: 'occasion', amount: [500, 6_000], weight: 3 },
  'event dropped unsent': { by: 'occasion', amount: [0, 0], weight: 3 },
  'event late': { by: 'occasion', amount: [500, 9_500], weight: 2 },
  'environment killed before sending': { by: 'occasion', amount: [0, 0], weight: 3 },
  'environment killed while it runs': { by: 'occasion', amount: [0, 0], weight: 3 },
  'environment killed after sending': { by: 'occasion', amount: [0, 0], weight: 3 },
  /** Amount: which lie. */
  'worker lies': { by: 'occasion', amount: [0, 8], weight: 2 },
  'failure record lost': { by: 'occasion', amount: [0, 0], weight: 2 },
  'failure record late': { by: 'occasion', amount: [1_000, 30_000], weight: 2 },
  'failure record for an old attempt': { by: 'occasion', amount: [12_000, 16_000], weight: 2 },
  'bucket slow down': { by: 'occasion', amount: [0, 0], weight: 1 },
  'bucket time-out': { by: 'occasion', amount: [500, 3_000], weight: 1 },
  'limits cannot be read': { by: 'occasion', amount: [0, 0], weight: 1 },
  /** Amount: the new limit. */
  'limit changed': { by: 'time', amount: [0, 12], weight: 3 },
  /** Amount: how long they stay so. */
  'credentials expired': { by: 'time', amount: [1, 3_000], weight: 0.3 },
  'relay down': { by: 'time', amount: [500, 200_000], weight: 1 },
  /** Amount: for how long. Calls that are under way then get no answer. */
  'laptop asleep': { by: 'time', amount: [50, 900_000], weight: 1 },
  /** Amount: for how long it is off; then the run is resumed. */
  'laptop killed': { by: 'time', amount: [1, 30_000], weight: 1 },
  'queue deleted': { by: 'time', amount: [0, 0], weight: 0.2 },
  interrupted: { by: 'time', amount: [0, 0], weight: 0.2 },
} as const satisfies Record<string, FaultRange>

export type FaultKind = keyof typeof FAULTS
type KindBy<B extends By> = { [K in FaultKind]: (typeof FAULTS)[K]['by'] extends B ? K : never }[FaultKind]
export type OccasionFault = KindBy<'occasion'>
export type TimedFault = KindBy<'time'>

export const FAULT_KINDS = Object.keys(FAULTS) as readonly FaultKind[]

/** One thing that goes wrong in a schedule. */
export interface Fault {
  readonly kind: FaultKind
  /** Which occasion, or when. */
  readonly at: number
  readonly amount: number
}

export const isTimed = (kind: FaultKind): kind is TimedFault => FAULTS[kind].by === 'time'
