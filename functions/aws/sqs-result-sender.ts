import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { ResultSender, SendAnswer } from '../result-sender.ts'
import { clientSettings } from './client-settings.ts'
import { mapSdkFault } from './map-sdk-fault.ts'
import { SignedCaller } from './signed-caller.ts'

const GONE = new Set(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'])

/** Results to the runs' queues, through SQS. */
export class SqsResultSender implements ResultSender {
  readonly #client = new SQSClient({
    ...clientSettings(),
    ...customEndpoint(process.env.AWS_ENDPOINT_URL_SQS ?? process.env.AWS_ENDPOINT_URL),
    // The body is checked by TLS and by the client; hashing it for every message costs more than it finds.
    md5: false,
    // The URL comes in an event. Requests go to the configured endpoint, never to a host that an event names.
    useQueueUrlAsEndpoint: false,
  })
  readonly #caller = new SignedCaller(this.#client, 'sqs')

  async send(queueUrl: string, body: string): Promise<SendAnswer> {
    try {
      if (await this.#sent(queueUrl, body)) return 'sent'
      await this.#client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }))
      return 'sent'
    } catch (cause) {
      if (cause instanceof Error && GONE.has(cause.name)) return 'gone'
      throw mapSdkFault('sqs:SendMessage', cause)
    }
  }

  async #sent(queueUrl: string, body: string): Promise<boolean> {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' }
    const answer = await this.#caller
      .post({ path: '/', headers, body: JSON.stringify({ QueueUrl: queueUrl, MessageBody: body }) })
      // A frozen environment wakes up with dead sockets. A message that was sent after all comes twice, and counts once.
      .catch(() => null)
    return answer?.status === 200
  }
}

/** The SDK would find it by itself, but only within its own calls. */
function customEndpoint(url: string | undefined): { endpoint?: string } {
  return url === undefined || url === '' ? {} : { endpoint: url }
}
