import { checkResultQueue } from '../check-result-queue.ts'
import type { ResultSender, SendAnswer } from '../result-sender.ts'
import { readFailureRecord } from './read-failure-record.ts'

/** What the relay needs of the world. */
export interface RelayPorts {
  readonly stack: string
  readonly sender: ResultSender
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly log: (line: string) => void
}

/**
 * Routes Lambda's record of a failed invoke to the queue of the run that the trial was of.
 * @throws ShapeError, FunctionFault: Lambda tries the relay again, and keeps the record in the dead-letter queue when that fails too.
 */
export async function relayFailure(record: unknown, { stack, sender, now, log }: RelayPorts): Promise<SendAnswer> {
  const { resultQueueUrl, result } = readFailureRecord(record, now())
  checkResultQueue(resultQueueUrl, stack, result.run)
  const answer = await sender.send(resultQueueUrl, JSON.stringify(result))
  log(
    `trial ${result.trial} attempt ${result.attempt} of run ${result.run}: ${result.info.errorCode}${answer === 'gone' ? '; the run is gone' : ''}`,
  )
  return answer
}
