import { StringDecoder } from 'node:string_decoder'

/** Cuts a stream of bytes into lines, as they come. What is longer than the limit comes in pieces: a stream without an end has no line. */
export class LineReader {
  readonly #onLine: (line: string) => void
  readonly #limit: number
  readonly #decoder = new StringDecoder('utf8')
  #rest = ''

  /** @param limit characters of a line */
  constructor(limit: number, onLine: (line: string) => void) {
    this.#limit = limit
    this.#onLine = onLine
  }

  write(bytes: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(bytes)).split(/\r?\n/)
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#onLine(line)
    while (this.#rest.length > this.#limit) {
      this.#onLine(this.#rest.slice(0, this.#limit))
      this.#rest = this.#rest.slice(this.#limit)
    }
  }

  end(): void {
    const rest = this.#rest + this.#decoder.end()
    this.#rest = ''
    if (rest !== '') this.#onLine(rest)
  }
}
