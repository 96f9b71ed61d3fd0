import { nearestWord } from './nearest-word.ts'

/** The first option that nobody knows, and what to write instead; null when all are known. */
export function unknownOption(options: object, known: readonly string[]): { readonly option: string; readonly complaint: string } | null {
  const option = Object.keys(options).find((key) => !known.includes(key))
  if (option === undefined) return null
  const nearest = nearestWord(option, known)
  const mend = nearest === null ? `the options are ${known.join(', ')}` : `did you mean ${JSON.stringify(nearest)}?`
  return { option, complaint: `there is no such option; ${mend}` }
}
