import { hostname } from 'node:os'
import { TrialfanError } from '../../../contract/errors.ts'
import type { LockOwner } from './lock-owner.ts'

/**
 * Another process works on the run.
 * @public
 */
export class RunLockedError extends TrialfanError {
  /** @param owner null when it is not known: it has not said so yet */
  constructor(message: string, owner: LockOwner | null) {
    super('RUN_LOCKED', message, { ...(owner ?? { pid: 0, host: hostname(), since: 0, processStart: null }) })
  }
}
