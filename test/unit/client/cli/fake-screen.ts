/** Shows what a terminal would: the few escape sequences that trialfan uses, with and without wrapping at the right edge. */
export function fakeScreen(
  text: string,
  columns: number,
): { readonly rows: string[]; readonly cursorIsShown: boolean; readonly wraps: boolean } {
  const rows: string[] = ['']
  let row = 0
  let column = 0
  let cursorIsShown = true
  let wraps = true
  const put = (character: string): void => {
    if (column === columns && wraps) {
      row++
      column = 0
    }
    rows[row] = (rows[row] ?? '').padEnd(column).slice(0, column) + character + (rows[row] ?? '').slice(column + 1)
    column = Math.min(columns, column + 1)
    if (!wraps) column = Math.min(columns - 1, column)
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is a terminal
  for (const part of text.match(/\u001b\[\??[0-9;]*[A-Za-z]|./gs) ?? []) {
    if (part === '\u001b[?25l') cursorIsShown = false
    else if (part === '\u001b[?25h') cursorIsShown = true
    else if (part === '\u001b[?7l') wraps = false
    else if (part === '\u001b[?7h') wraps = true
    else if (part === '\u001b[K') rows[row] = (rows[row] ?? '').slice(0, column)
    else if (part === '\u001b[0J') {
      rows[row] = (rows[row] ?? '').slice(0, column)
      rows.length = row + 1
    } else if (part.endsWith('A') && part.startsWith('\u001b')) row = Math.max(0, row - Number.parseInt(part.slice(2), 10))
    else if (part.startsWith('\u001b')) continue
    else if (part === '\r') column = 0
    else if (part === '\n') {
      row++
      column = 0
      rows[row] ??= ''
    } else put(part)
  }
  return { rows, cursorIsShown, wraps }
}
