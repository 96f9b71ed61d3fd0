import { expect, test } from 'vitest'
import { mapSdkError } from '../../../../client/aws/map-sdk-error.ts'
import { TransportError } from '../../../../client/runner/errors.ts'

const fault = (name: string, status: number, message = 'as the service says') =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } })

test.each([
  // STS and Lambda refuse keys and tokens with 403, as they do what a policy forbids.
  ['an unknown key', fault('InvalidClientTokenId', 403), 'CREDENTIALS', /aws sso login/],
  ['an unknown key, to Lambda', fault('UnrecognizedClientException', 403), 'CREDENTIALS', /aws sso login/],
  ['a token that has expired', fault('ExpiredToken', 403), 'CREDENTIALS', /aws sso login/],
  ['a wrong secret', fault('SignatureDoesNotMatch', 403), 'CREDENTIALS', /the keys/],
  [
    'a wrong secret, to SQS',
    fault('InvalidSignatureException', 403, 'The request signature we calculated does not match'),
    'CREDENTIALS',
    /the keys/,
  ],
  [
    'a clock that is behind',
    fault('SignatureDoesNotMatch', 403, 'Signature expired: 20260101T000000Z is now earlier than …'),
    'CLOCK_SKEW',
    /clock/,
  ],
  [
    'a clock that is ahead',
    fault('InvalidSignatureException', 403, 'Signature not yet current: 20260101T000000Z …'),
    'CLOCK_SKEW',
    /clock/,
  ],
  ['a clock that is off, to S3', fault('RequestTimeTooSkewed', 403), 'CLOCK_SKEW', /clock/],
  ['a queue that was deleted just now', fault('QueueDeletedRecently', 400), 'QUEUE_DELETED_RECENTLY', /try again in a minute/],
  ['a missing permission', fault('AccessDeniedException', 403), 'ACCESS_DENIED', /trialfan doctor/],
  ['a HEAD that is forbidden, which says no more', fault('Unknown', 403), 'ACCESS_DENIED', /trialfan doctor/],
  [
    'a function that somebody deleted',
    fault('ResourceNotFoundException', 404),
    'FUNCTION_MISSING',
    /"trialfan destroy" and then "trialfan deploy"/,
  ],
  ['a bucket that somebody deleted', fault('NoSuchBucket', 404), 'BUCKET_MISSING', /"trialfan destroy" and then "trialfan deploy"/],
])('%s: its code, and what to do', (_, cause, code, mend) => {
  const error = mapSdkError('sts:GetCallerIdentity', cause)
  expect(error).toBeInstanceOf(TransportError)
  expect(error).toMatchObject({ code, cause, message: expect.stringMatching(mend) })
})
