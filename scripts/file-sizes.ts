// Fails when a file has more lines than one room of thought should have: about 300; tests may have longer tables.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const MOST_LINES = 300
const MOST_TEST_LINES = 450

const files = execFileSync('git', ['ls-files', '*.ts', '*.mjs', '*.py'], { encoding: 'utf8' }).split('\n').filter(Boolean)
const tooLong = files
  .map((file) => ({
    file,
    lines: readFileSync(file, 'utf8').split('\n').length - 1,
    most: file.startsWith('test/') ? MOST_TEST_LINES : MOST_LINES,
  }))
  .filter(({ lines, most }) => lines > most)
for (const { file, lines, most } of tooLong) console.error(`${file}: ${lines} lines, at most ${most}`)
if (tooLong.length > 0) process.exitCode = 1
else console.log(`${files.length} files, none over ${MOST_LINES} lines (tests: ${MOST_TEST_LINES})`)
