/** Environment variables of the worker and relay functions: the names that infra and the embedded cluster set and the functions read. */
export const ENVIRONMENT = {
  bucket: 'TRIALFAN_BUCKET',
  stack: 'TRIALFAN_STACK',
  /** Set to "1" where scattered data is checked now and then for writes by a target (the embedded cluster). */
  checkData: 'TRIALFAN_CHECK_DATA',
} as const
