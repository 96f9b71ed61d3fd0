const HEAD_LENGTH = 192 * 1024
const TAIL_LENGTH = 64 * 1024

/**
 * What a trial writes to the console, as it is written for the first 192 Ki characters; of what comes later the last 64 Ki are kept
 * and sent when the trial ends, with a line that says how much was dropped. Memory stays bounded whatever is written.
 */
export class TrialLog {
  readonly #send: (text: string) => void
  #headLeft = HEAD_LENGTH
  #unfinishedLine = ''
  #tail: string[] = []
  #tailLength = 0
  #dropped = 0

  constructor(send: (text: string) => void) {
    this.#send = send
  }

  write(text: string): void {
    const head = text.slice(0, this.#headLeft)
    this.#headLeft -= head.length
    const lastBreak = head.lastIndexOf('\n')
    if (lastBreak === -1) {
      this.#unfinishedLine += head
    } else {
      this.#send(this.#unfinishedLine + head.slice(0, lastBreak))
      this.#unfinishedLine = head.slice(lastBreak + 1)
    }
    if (head.length < text.length) this.#keep(text.slice(head.length))
  }

  /** Sends what was held back, and gives the next trial its own room. */
  flush(): void {
    const tail = this.#tail.join('')
    const kept = tail.slice(-TAIL_LENGTH)
    const dropped = this.#dropped + tail.length - kept.length
    const text = dropped > 0 ? `${this.#unfinishedLine}\n… ${dropped} characters dropped …\n${kept}` : this.#unfinishedLine + kept
    if (text !== '') this.#send(text.endsWith('\n') ? text.slice(0, -1) : text)
    this.#headLeft = HEAD_LENGTH
    this.#unfinishedLine = ''
    this.#tail = []
    this.#tailLength = 0
    this.#dropped = 0
  }

  #keep(text: string): void {
    const kept = text.length > TAIL_LENGTH ? copyOf(text.slice(-TAIL_LENGTH)) : text
    this.#dropped += text.length - kept.length
    this.#tail.push(kept)
    this.#tailLength += kept.length
    if (this.#tailLength > 4 * TAIL_LENGTH) this.#compact()
  }

  #compact(): void {
    const tail = this.#tail.join('')
    const kept = copyOf(tail.slice(-TAIL_LENGTH))
    this.#dropped += tail.length - kept.length
    this.#tail = [kept]
    this.#tailLength = kept.length
  }
}

/** A slice of a string keeps the whole string alive; this does not. */
function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le')
}
