/** The bytes from `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** The bucket, as the worker needs it. Every call throws FunctionFault when it fails, and the signal's reason when it is aborted. */
export interface ObjectStore {
  /**
   * Reads a range of an object into the memory that `place` gives, of the range's size. `place` is told the size of the whole
   * object before a byte is read, and may throw. It is called once for each try.
   */
  read(key: string, range: ByteRange, place: (totalBytes: number) => Uint8Array, signal: AbortSignal): Promise<void>
  exists(key: string, signal: AbortSignal): Promise<boolean>
  write(key: string, bytes: Uint8Array): Promise<void>
}
