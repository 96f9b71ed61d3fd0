import type { ClusterBilling } from './runner-billing.ts'
import type { Transport } from './transport.ts'

/** A place where trials run: the embedded local cluster, or a deployed stack. */
export interface Cluster extends AsyncDisposable {
  /** The stack's name; queues and tags carry it. */
  readonly stack: string
  /** What a person reads: `embedded cluster (4 workers)`, `stack trialfan in eu-west-1`. */
  readonly description: string
  readonly transport: Transport
  /** Who bills what runs here; a cluster that leaves it out has runs without a cost. */
  readonly billing?: ClusterBilling
  close(): Promise<void>
}
