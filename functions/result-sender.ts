/** What became of a message: `gone` when the queue does not exist any more, so that nobody waits for it. */
export type SendAnswer = 'sent' | 'gone'

/** Sends results to the queues of runs. */
export interface ResultSender {
  /** Resolves when the queue has the message; retries by itself. @throws FunctionFault when it cannot be sent */
  send(queueUrl: string, body: string): Promise<SendAnswer>
}
