/**
 * How a trial ended, with SMAC's numbers: exported run histories keep them. STOPPED is ours: ended early, for what it had reported; its cost
 * is the last one that it reported.
 * Source: SMAC3, `smac.runhistory.enumerations.StatusType`.
 */
export const StatusType = { RUNNING: 0, SUCCESS: 1, CRASHED: 2, TIMEOUT: 3, MEMORYOUT: 4, STOPPED: 5 } as const
export type StatusType = (typeof StatusType)[keyof typeof StatusType]

export type StatusName = keyof typeof StatusType

/** The word for a status: `statusName(2)` is `'CRASHED'`. */
export function statusName(status: StatusType): StatusName {
  switch (status) {
    case StatusType.RUNNING:
      return 'RUNNING'
    case StatusType.SUCCESS:
      return 'SUCCESS'
    case StatusType.CRASHED:
      return 'CRASHED'
    case StatusType.TIMEOUT:
      return 'TIMEOUT'
    case StatusType.MEMORYOUT:
      return 'MEMORYOUT'
    case StatusType.STOPPED:
      return 'STOPPED'
  }
}
