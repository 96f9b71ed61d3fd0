import type { CloudFaults } from './cloud-faults.ts'

export interface LambdaModelOptions {
  /** `arn:aws:lambda:<region>:<account>:function:`, what a function's name is put behind. */
  readonly arnPrefix: string
  readonly accountConcurrency: number
  /** An environment that was not used for this long ends, ms. */
  readonly idleExpiryMs: number
  /**
   * What becomes of an event that finds no room. `wait`: it runs as soon as an environment is free.
   * `back off`: it is tried again after 1 s, 2 s, … 5 min, as Lambda's guide says, whatever gets free meanwhile.
   */
  readonly throttledEvents: 'wait' | 'back off'
  /** Fresh ids for environments and for the relayed records. */
  readonly newId: () => string
  readonly faults?: CloudFaults
}
