import { FunctionFault } from '../function-fault.ts'

interface SdkError {
  readonly name?: string
  readonly message?: string
  readonly code?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/** The functions' only place where an error of the SDK becomes one of ours. An abort becomes the signal's reason. */
export function mapSdkFault(operation: string, cause: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason
  if (cause instanceof FunctionFault) return cause
  const { name = '', message = '', code, $metadata } = (typeof cause === 'object' && cause !== null ? cause : {}) as SdkError
  const status = $metadata?.httpStatusCode
  const fault = (faultCode: string, text: string, retryable: boolean): FunctionFault =>
    new FunctionFault(faultCode, `${operation}: ${text}`, { retryable, cause })
  if (name === 'NoSuchKey' || name === 'NotFound')
    return fault('OBJECT_MISSING', 'there is no such object; the bucket expires old ones', false)
  if (name === 'NoSuchBucket') return fault('BUCKET_MISSING', 'the bucket does not exist', false)
  if (status === 401 || status === 403) {
    // The worker's role may not list the bucket; S3 then answers so for an object that is not there, too.
    const why = operation.startsWith('s3:GetObject')
      ? "there is no such object (the bucket expires old ones), or the function's role does not allow to read it"
      : "the function's role does not allow it"
    return fault('ACCESS_DENIED', `${name}: ${message}; ${why}`, false)
  }
  if (name === 'CredentialsProviderError') return fault('CREDENTIALS', message, false)
  if (status === 429 || status === 503) return fault('THROTTLED', `${status} ${name}: ${message}`, true)
  if (status !== undefined && status >= 500) return fault('SERVICE_FAULT', `${status} ${name}: ${message}`, true)
  if (status !== undefined && status >= 400) return fault('REFUSED', `${status} ${name}: ${message}`, false)
  return fault('UNREACHABLE', [code ?? name, message].filter((word) => word !== '').join(': '), true)
}
