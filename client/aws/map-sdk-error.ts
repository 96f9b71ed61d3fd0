import { TransportError } from '../runner/errors.ts'

interface SdkFault {
  readonly name?: string
  readonly message?: string
  readonly code?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

const ACCESS_DENIED = new Set(['AccessDeniedException', 'AccessDenied', 'AuthorizationError', 'Forbidden', 'UnauthorizedOperation'])
const CREDENTIALS = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
])
const CLOCK = new Set(['RequestTimeTooSkewed', 'RequestExpired'])
/** What a service says of a signature from another time; the error's name is that of a wrong key. */
const OTHER_TIME = /signature (expired|not yet current)/i
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'EHOSTUNREACH'])

const SIGN_IN = 'sign in again ("aws sso login"), or check the keys that the profile or the environment holds'
const REMAKE = 'the stack has lost a part of it: "trialfan destroy" and then "trialfan deploy" make it whole'
const DOCTOR = '"trialfan doctor --stack NAME --region REGION" tells which permissions are missing'

/** The only place where an error of the AWS SDK becomes one of ours. An abort stays what it was. */
export function mapSdkError(operation: string, cause: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason
  if (cause instanceof TransportError) return cause
  const fault = (typeof cause === 'object' && cause !== null ? cause : {}) as SdkFault
  const name = fault.name ?? ''
  const status = fault.$metadata?.httpStatusCode
  const error = (code: string, message: string, transient: boolean): TransportError =>
    new TransportError(code, operation, message, { transient, cause })
  if (name === 'QueueDoesNotExist' || name === 'AWS.SimpleQueueService.NonExistentQueue') {
    return error('QUEUE_MISSING', "the run's queue does not exist (any more)", false)
  }
  if (name === 'QueueDeletedRecently' || name === 'AWS.SimpleQueueService.QueueDeletedRecently') {
    const wait = 'SQS makes one of the same name 60 s after that at the earliest; try again in a minute'
    return error('QUEUE_DELETED_RECENTLY', `the run has ended just now, and its queue was deleted: ${wait}`, false)
  }
  if (name === 'NoSuchKey' || name === 'NotFound') return error('OBJECT_MISSING', 'there is no such object', false)
  if (name === 'PreconditionFailed' || name === 'ConditionalRequestConflict') {
    return error('OBJECT_CHANGED', 'the object is not what it was', false)
  }
  if (name === 'NoSuchBucket') return error('BUCKET_MISSING', `the bucket does not exist; ${REMAKE}`, false)
  if (name === 'ResourceNotFoundException') return error('FUNCTION_MISSING', `the function does not exist; ${REMAKE}`, false)
  if (CLOCK.has(name) || OTHER_TIME.test(fault.message ?? ''))
    return error('CLOCK_SKEW', `${fault.message ?? 'the request was too old'}; check this machine's clock`, false)
  // Most services refuse credentials with 403, too.
  if (CREDENTIALS.has(name)) return error('CREDENTIALS', `${fault.message ?? 'the credentials were refused'}; ${SIGN_IN}`, false)
  if (ACCESS_DENIED.has(name) || status === 403) return error('ACCESS_DENIED', `${fault.message ?? 'access denied'}; ${DOCTOR}`, false)
  if (NETWORK.has(fault.code ?? '')) return error('UNREACHABLE', `${fault.code}: ${fault.message ?? ''}`, true)
  if (status !== undefined && status >= 500) return error('SERVICE_FAULT', `${status} ${name}: ${fault.message ?? ''}`, true)
  if (name === 'TimeoutError') return error('UNREACHABLE', fault.message ?? 'no answer in time', true)
  return error('REFUSED', `${name === '' ? 'failed' : name}: ${fault.message ?? String(cause)}`, false)
}
