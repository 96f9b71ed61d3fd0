/**
 * The code of the worker function that the transport suite needs: it sends the event's `text` to the event's `queue`.
 * Written for any endpoint that speaks SQS's JSON protocol and does not verify signatures.
 */
export const ECHO_FUNCTION = `
export const handler = async ({ queue, text }) => {
  const answer = await fetch(process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.SendMessage',
    },
    body: JSON.stringify({ QueueUrl: queue, MessageBody: text }),
  })
  if (!answer.ok) throw new Error(await answer.text())
}
`
