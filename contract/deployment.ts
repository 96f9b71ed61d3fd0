/** Environment variables of the worker and relay functions: the names that infra and the embedded cluster set and the functions read. */
export const ENVIRONMENT = {
  bucket: 'TRIALFAN_BUCKET',
  stack: 'TRIALFAN_STACK',
  /** Set to "1" where scattered data is checked now and then for writes by a target (the embedded cluster). */
  checkData: 'TRIALFAN_CHECK_DATA',
} as const

/**
 * Names of the stack's CloudFormation outputs: what infra writes and `connect` reads.
 * @public
 */
export const OUTPUT = {
  /** The protocol version (contract/protocol.ts) that the deployed functions speak. */
  protocol: 'Protocol',
  /** The package version that deployed the stack. */
  version: 'Version',
  bucket: 'BucketName',
  /** JSON: `[{"name": "…", "memoryMiB": 1769}, …]`, in order of memory; trials begin on the first. */
  workers: 'Workers',
  relay: 'RelayFunctionName',
  /** The workers' time-out, seconds. */
  timeoutSeconds: 'WorkerTimeoutSeconds',
  /** How long the bucket keeps an object, days. */
  objectLifetimeDays: 'ObjectLifetimeDays',
  /** The managed policy that is all a client needs. */
  clientPolicy: 'ClientPolicyArn',
} as const

/** The tag that everything of a stack carries, the run queues that clients make included; its value is the stack's name. */
export const STACK_TAG = 'trialfan:stack'
