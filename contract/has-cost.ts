import { StatusType } from './status.ts'

/** True for a trial that ended with a cost of its own: a success, and one that was stopped early. The others get the crash cost. */
export const hasCost = (status: StatusType): boolean => status === StatusType.SUCCESS || status === StatusType.STOPPED
