/** Environment variables of the worker and relay functions: the names that infra and the embedded cluster set and the functions read. */
export const ENVIRONMENT = {
  bucket: 'TRIALFAN_BUCKET',
  stack: 'TRIALFAN_STACK',
  /** Set to "1" where scattered data is checked now and then for writes by a target (the embedded cluster). */
  checkData: 'TRIALFAN_CHECK_DATA',
} as const

/** The name of a stack when none is given. */
export const DEFAULT_STACK = 'trialfan'

/** One worker function; a stack may have several, of different sizes. */
export interface WorkerSize {
  /** The function's name. */
  readonly name: string
  readonly memoryMiB: number
}

/** Names of the stack's CloudFormation outputs: what infra writes and `connect` reads. */
export const OUTPUT = {
  /** The protocol version (contract/protocol.ts) that the deployed functions speak. */
  protocol: 'Protocol',
  /** The package version that deployed the stack. */
  version: 'Version',
  bucket: 'BucketName',
  /** JSON: `WorkerSize[]`, in order of memory; trials begin on the first. */
  workers: 'Workers',
  relay: 'RelayFunctionName',
  /** The workers' time-out, seconds. */
  timeoutSeconds: 'WorkerTimeoutSeconds',
  /** How long the bucket keeps an object, days. */
  objectLifetimeDays: 'ObjectLifetimeDays',
  /** The managed policy that is all a client needs. */
  clientPolicy: 'ClientPolicyArn',
} as const

/** The name of the managed policy that is all a client needs. Policies are the account's, and a stack may be deployed in several regions. */
export const clientPolicyName = (stack: string, region: string): string => `${stack}-client-${region}`

/** The tag that everything of a stack carries, the run queues that clients make included; its value is the stack's name. */
export const STACK_TAG = 'trialfan:stack'

/** The tag of a run queue that says when its client was last there, ms since the epoch: `sweep` leaves such runs alone. Written once a day. */
export const SEEN_TAG = 'trialfan:seen'
