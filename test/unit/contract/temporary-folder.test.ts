import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../contract/temporary-folder.ts'

test('folders of every kind that dead processes left are removed, and no others', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'trialfan-test-'))
  const { pid: dead } = spawnSync(process.execPath, ['-e', ''])
  const kept = [
    `trialfan-target-${process.pid}-alive`,
    `trialfan-cluster-${process.ppid}-alive`,
    `trialfan-other-${dead}-a`,
    'trialfan-study-x',
  ]
  for (const name of [...kept, ...['cluster', 'study', 'target'].map((kind) => `trialfan-${kind}-${dead}-a`)]) {
    mkdirSync(join(parent, name))
    writeFileSync(join(parent, name, 'file'), '')
  }
  const own = basename(await temporaryFolder(parent, 'study'))
  expect(own).toMatch(new RegExp(`^trialfan-study-${process.pid}-`))
  expect(readdirSync(parent).sort()).toEqual([...kept, own].sort())
  rmSync(parent, { recursive: true })
})
