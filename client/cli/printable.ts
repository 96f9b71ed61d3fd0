import { stripVTControlCharacters } from 'node:util'

/** Text on one line that cannot steer the terminal: escape sequences are dropped, other control characters become spaces. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach the terminal
  return stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]+/g, ' ')
}
