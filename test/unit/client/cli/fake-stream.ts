import type { OutputStream } from '../../../../client/cli/terminal.ts'

/** A stream that remembers what was written, with a width that can change. */
export class FakeStream implements OutputStream {
  readonly isTTY: boolean
  columns: number
  text = ''
  #listeners: (() => void)[] = []

  constructor({ isTTY = false, columns = 80 } = {}) {
    this.isTTY = isTTY
    this.columns = columns
  }

  get lines(): string[] {
    return this.text.split('\n').slice(0, -1)
  }

  get listeners(): number {
    return this.#listeners.length
  }

  write(text: string): void {
    this.text += text
  }

  on(_: 'resize', listener: () => void): void {
    this.#listeners.push(listener)
  }

  off(_: 'resize', listener: () => void): void {
    this.#listeners = this.#listeners.filter((other) => other !== listener)
  }

  resize(columns: number): void {
    this.columns = columns
    for (const listener of this.#listeners) listener()
  }
}
