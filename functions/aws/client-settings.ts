import { NodeHttpHandler } from '@smithy/node-http-handler'

/**
 * What the functions' SDK clients have in common. Region, credentials and endpoint come from the environment, as Lambda and the
 * embedded cluster set it (AWS_REGION, AWS_ACCESS_KEY_ID, …, AWS_ENDPOINT_URL).
 */
export function clientSettings() {
  return {
    // A frozen environment wakes up with dead sockets: the first tries may be spent on finding that out.
    maxAttempts: 5,
    requestChecksumCalculation: 'WHEN_REQUIRED' as const,
    responseChecksumValidation: 'WHEN_REQUIRED' as const,
    // 64 sockets: 8 parts at once in 8 ranges each.
    requestHandler: new NodeHttpHandler({
      httpAgent: { keepAlive: true, maxSockets: 64 },
      httpsAgent: { keepAlive: true, maxSockets: 64 },
      connectionTimeout: 3_000,
      requestTimeout: 15_000,
      throwOnRequestTimeout: true,
      socketTimeout: 15_000,
    }),
  }
}
