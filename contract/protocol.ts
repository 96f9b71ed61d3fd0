/** The version of the wire contract that this code speaks. It changes when an older side could misread a newer message. */
export const PROTOCOL_VERSION = 1

/** Events above this many bytes go by claim check: SQS bills per 64 KB and a failure record repeats the event (docs/protocol.md). */
export const MAX_INLINE_EVENT_BYTES = 64 * 1024
/** Results above this many bytes go by claim check. */
export const MAX_INLINE_RESULT_BYTES = 200 * 1024
/** No event or result, inline or claimed, may be larger than this when it is read: a size check before any parsing. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024
/** `additionalInfo` above this many bytes of JSON is cut down by the worker, which says so in the result. */
export const MAX_INFO_BYTES = 8 * 1024 * 1024
