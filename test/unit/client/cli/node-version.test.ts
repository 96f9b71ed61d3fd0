import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tooOldNode } from '../../../../client/cli/node-version.ts'

test('a Node that is too old is told apart, by what package.json says', () => {
  const { engines } = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')) as {
    engines: { node: string }
  }
  expect(engines.node).toMatch(/^>=\d+\.\d+$/)
  const [major = 0, minor = 0] = engines.node.slice(2).split('.').map(Number)
  for (const fit of [`${major}.${minor}.0`, `${major}.${minor + 1}.3`, `${major + 2}.0.0`]) expect(tooOldNode(fit)).toBeNull()
  for (const old of ['20.20.2', `${major}.${minor - 1}.9`])
    expect(tooOldNode(old)).toContain(`trialfan needs Node ${major}.${minor} or newer, and this is Node ${old}`)
})
