import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { MUTANTS } from './mutants.ts'

/** A child: a mutated client may leave promises that are rejected unheard, which would end this process. */
const main = fileURLToPath(new URL('./main.ts', import.meta.url))

test(`the simulator finds each of ${MUTANTS.length} deliberate defects`, () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main], { encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  const lines = stdout.trim().split('\n')
  const found = lines.map((line) => JSON.parse(line) as { readonly name: string; readonly foundBy: number | null })
  expect(found).toHaveLength(MUTANTS.length)
  expect(found.filter(({ foundBy }) => foundBy === null)).toEqual([])
}, 280_000)
