const LIMIT_BYTES = 1024 * 1024

/** The last MiB of what environments wrote, whoever writes how much. */
export class LogBuffer {
  readonly #chunks: { readonly environment: string; readonly bytes: Buffer }[] = []
  #bytes = 0

  write(environment: string, bytes: Buffer): void {
    const kept = bytes.length > LIMIT_BYTES ? bytes.subarray(bytes.length - LIMIT_BYTES) : bytes
    this.#chunks.push({ environment, bytes: kept })
    this.#bytes += kept.length
    while (this.#bytes > LIMIT_BYTES) this.#bytes -= this.#chunks.shift()?.bytes.length ?? 0
  }

  /** Lines in the order they came, each behind its environment's id; of one environment only, when one is named. */
  text(environment?: string): string {
    return this.#chunks
      .filter((chunk) => environment === undefined || chunk.environment === environment)
      .map((chunk) =>
        chunk.bytes
          .toString()
          .trimEnd()
          .replace(/^/gm, `[${chunk.environment.slice(0, 8)}] `),
      )
      .join('\n')
  }
}
