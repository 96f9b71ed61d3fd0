/**
 * The code of the worker function that the transport suite needs: it sends the event's `text` to the event's `queue`.
 * On an endpoint that somebody set, over SQS's JSON protocol, with a signature that nobody verifies; on Lambda, with the SDK that its
 * runtime brings.
 */
export const ECHO_FUNCTION = `
const endpoint = process.env.AWS_ENDPOINT_URL

async function toEndpoint(message) {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.SendMessage',
    },
    body: JSON.stringify(message),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

async function toAws(message) {
  const { SendMessageCommand, SQSClient } = await import('@aws-sdk/client-sqs')
  await new SQSClient({}).send(new SendMessageCommand(message))
}

export const handler = async ({ queue, text }) => {
  await (endpoint ? toEndpoint : toAws)({ QueueUrl: queue, MessageBody: text })
}
`
