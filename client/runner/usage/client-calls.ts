/** Requests that the client itself made, in the classes by which they are billed. Lambda's are with the trials. */
export interface ClientCalls {
  /** SQS: opening and deleting the queue, receives (empty ones too), deletes; and every further 64 KiB of a large message. */
  readonly queueRequests: number
  /** S3: HEAD and GET. */
  readonly objectReads: number
  /** S3: PUT, COPY, and each part of a multipart upload. */
  readonly objectWrites: number
}
