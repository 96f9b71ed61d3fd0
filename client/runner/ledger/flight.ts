/** One attempt that was sent: it holds a worker, or may. */
export interface Flight {
  readonly attempt: number
  readonly invokedAt: number
  /** When its lease ends. */
  deadline: number
  /** The platform has said that it took it. */
  isAccepted: boolean
  /** Sent by an earlier process; what became of it meanwhile may lie in the queue. */
  readonly isEarlier: boolean
}
