/** Up to here one PutObject is quicker than a multipart upload. */
export const SINGLE_PUT_BYTES = 8 * 1024 * 1024
export const PART_BYTES = 8 * 1024 * 1024

/** How many requests it takes to store an object: one, or its parts and the two that open and close a multipart upload. */
export function putRequests(bytes: number): number {
  return bytes <= SINGLE_PUT_BYTES ? 1 : Math.ceil(bytes / PART_BYTES) + 2
}
