import { runQueueName } from '../contract/object-keys.ts'
import { FunctionFault } from './function-fault.ts'

/**
 * Refuses a queue other than the run's own: an event is data from outside, and results must not go where it pleases.
 * The host does not matter: the SDK talks to its configured endpoint and sends the URL along as a name.
 * @throws FunctionFault with code FOREIGN_QUEUE
 */
export function checkResultQueue(queueUrl: string, stack: string, run: string): void {
  const expected = runQueueName(stack, run)
  const name = URL.canParse(queueUrl) ? new URL(queueUrl).pathname.split('/').at(-1) : undefined
  if (name === expected) return
  throw new FunctionFault(
    'FOREIGN_QUEUE',
    `resultQueueUrl: expected the URL of queue ${expected}, got ${JSON.stringify(queueUrl.slice(0, 200))}`,
    {
      retryable: false,
    },
  )
}
