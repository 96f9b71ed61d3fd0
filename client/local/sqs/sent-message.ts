export interface MessageAttribute {
  readonly DataType: string
  readonly StringValue?: string
  /** Base64. */
  readonly BinaryValue?: string
}

/** What SQS keeps of a message. */
export interface SentMessage {
  readonly text: string
  /** Lower-case hex. */
  readonly md5: string
  readonly attributes: Readonly<Record<string, MessageAttribute>> | null
}
