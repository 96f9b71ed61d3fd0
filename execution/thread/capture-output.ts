/**
 * Sends everything that is written to this thread's stdout and stderr to `write`. A worker thread's own streams would pile up in the
 * main thread's memory without bound.
 */
export function captureOutput(write: (text: string) => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    const capture = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
      write(typeof chunk === 'string' ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('utf8'))
      const done = typeof encoding === 'function' ? encoding : callback
      if (typeof done === 'function') process.nextTick(() => done())
      return true
    }
    Object.defineProperty(stream, 'write', { value: capture, configurable: true, writable: true })
  }
}
