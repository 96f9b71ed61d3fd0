/** Names in a column of their own, what belongs to them behind. */
export function formatPairs(pairs: readonly (readonly [name: string, text: string])[]): string[] {
  const width = Math.max(...pairs.map(([name]) => [...name].length))
  return pairs.map(([name, text]) => `${name.padEnd(width)}  ${text}`)
}
