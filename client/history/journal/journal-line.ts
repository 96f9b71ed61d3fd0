import { crc32 } from 'node:zlib'

const CHECKSUM = /^[0-9a-f]{8} $/
/** The checksum and the space behind it. */
const PREFIX_LENGTH = 9

/** One line of a journal: the CRC-32 of the text in hex, a space, the text. */
export function writeLine(text: string): string {
  return `${checksum(text)} ${text}\n`
}

/** The text of a line (without its line feed), or null when the line is not as it was written. */
export function readLine(line: string): string | null {
  const text = line.slice(PREFIX_LENGTH)
  return CHECKSUM.test(line.slice(0, PREFIX_LENGTH)) && line.startsWith(checksum(text)) ? text : null
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0')
