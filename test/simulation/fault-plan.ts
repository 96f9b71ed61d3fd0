import { type CloudFaults, NO_FAULTS } from '../../client/local/model/cloud-faults.ts'
import { type Fault, type FaultKind, isTimed, type OccasionFault } from './fault.ts'
import { type AttemptName, nameOf, type Witness } from './witness.ts'

/** Faults after which nobody may ever hear of the attempt that they strike. */
const SWALLOWING: ReadonlySet<FaultKind> = new Set([
  'message lost',
  'message delayed',
  'event dropped unsent',
  'event aged out',
  'event late',
  'environment killed before sending',
  'environment killed while it runs',
  'environment killed after sending',
  'receive answer lost',
])

/** A schedule's faults, each handed out at the occasion it is planned for. */
export class FaultPlan {
  readonly timed: readonly Fault[]
  readonly #planned = new Map<FaultKind, Map<number, Fault>>()
  readonly #occasions = new Map<FaultKind, number>()
  readonly #witness: Witness
  /** What the models are asked about just now. */
  #about: AttemptName | null = null

  constructor(faults: readonly Fault[], witness: Witness) {
    this.timed = faults.filter(({ kind }) => isTimed(kind))
    this.#witness = witness
    for (const fault of faults) {
      if (isTimed(fault.kind)) continue
      const ofKind = this.#planned.get(fault.kind) ?? new Map<number, Fault>()
      this.#planned.set(fault.kind, ofKind.set(fault.at, fault))
    }
  }

  /** One occasion for this kind of fault: the fault that happens, or null. */
  strikes(kind: OccasionFault, about: AttemptName | null = null): Fault | null {
    const ofKind = this.#planned.get(kind)
    if (ofKind === undefined) return null
    const occasion = this.#occasions.get(kind) ?? 0
    this.#occasions.set(kind, occasion + 1)
    const fault = ofKind.get(occasion) ?? null
    if (fault === null) return null
    if (about !== null && SWALLOWING.has(kind)) this.#witness.harm(about)
    this.#witness.tell(() => `FAULT ${kind}${about === null ? '' : `: ${nameOf(about)}`}${fault.amount === 0 ? '' : ` (${fault.amount})`}`)
    return fault
  }

  /** Whether the schedule has a fault of this kind at all. */
  has(kind: FaultKind): boolean {
    return this.#planned.has(kind) || this.timed.some((fault) => fault.kind === kind)
  }

  /** Names what the models' questions are about until the next call. */
  about(attempt: AttemptName | null): void {
    this.#about = attempt
  }

  /** The cloud models' own questions. */
  readonly cloud: CloudFaults = {
    ...NO_FAULTS,
    duplicateEvent: () => this.strikes('event delivered twice', this.#about) !== null,
    loseEvent: () => this.strikes('event dropped unsent', this.#about) !== null,
    duplicateMessage: () => this.strikes('message duplicated', this.#about) !== null,
    loseMessage: () => this.strikes('message lost', this.#about) !== null,
    loseFailureRecord: () => this.strikes('failure record lost', this.#about) !== null,
  }
}
