import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadStudy as load } from '../../../../client/cli/load-study.ts'

const DEFINITION = "defineStudy({ name: 'loaded', target: new URL('./target.ts', import.meta.url), space: { x: float(0, 1) } })"
let folder = ''
const forget = (): void => {}
const loadStudy = (path: string, directory: string) => load(path, { directory, onExit: () => forget, onIdle: () => forget })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'load-study-test-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}

test('a TypeScript study is loaded; trialfan is bound to this library, and every file keeps its import.meta', async () => {
  await write({
    'whole/study.ts': `#!/usr/bin/env trialfan
      import { readFileSync } from 'node:fs'
      import { defineStudy, float } from 'trialfan'
      import type { Target } from 'trialfan/worker'
      import { integer } from 'trialfan/space'
      import { deeper } from './deep/deeper.ts'
      enum Colour { red = 'red' }
      interface Row { readonly name: string }
      const row: Row = { name: readFileSync(new URL('./name.txt', import.meta.url), 'utf8') }
      export default defineStudy({
        name: row.name,
        target: new URL('./target.ts', import.meta.url),
        space: { x: float(0, 1), y: integer(1, 3) },
        data: { deeper, filename: import.meta.filename, dirname: import.meta.dirname, red: Colour.red },
      })`,
    'whole/deep/deeper.ts': "export const deeper = import.meta.url.split('/').slice(-3).join('/')",
    'whole/name.txt': 'from a file',
  })
  const study = await loadStudy('whole/study.ts', folder)
  expect(study.name).toBe('from a file')
  expect(study.target).toHaveProperty('pathname', join(folder, 'whole/target.ts'))
  expect(study.space.parameters).toHaveLength(2)
  expect(study.data).toEqual({
    deeper: 'whole/deep/deeper.ts',
    filename: join(folder, 'whole/study.ts'),
    dirname: join(folder, 'whole'),
    red: 'red',
  })
})

test('packages are imported from where they lie, not bundled', async () => {
  await write({
    'packages/node_modules/lib/package.json': JSON.stringify({ name: 'lib', type: 'module', exports: './lib.js' }),
    'packages/node_modules/lib/lib.js': 'export const place = import.meta.url',
    'packages/node_modules/old/package.json': JSON.stringify({ name: 'old', main: 'old.cjs' }),
    'packages/node_modules/old/old.cjs': 'exports.folder = __dirname',
    'packages/study.mjs': `import { defineStudy, float } from 'trialfan'
      import { place } from 'lib'
      import old from 'old'
      export default Object.assign({ ...${DEFINITION}, data: { place, folder: old.folder } })`,
  })
  const { data } = await loadStudy('packages/study.mjs', folder)
  expect(data).toEqual({
    place: expect.stringMatching(/packages\/node_modules\/lib\/lib\.js$/),
    folder: join(folder, 'packages/node_modules/old'),
  })
})

test('nothing is left in the folder of temporary files', async () => {
  await write({ 'clean.ts': `import { defineStudy, float } from 'trialfan'\nexport default ${DEFINITION}` })
  const own = async (): Promise<string[]> => (await readdir(tmpdir())).filter((name) => name.startsWith('trialfan-study-'))
  const before = await own()
  await loadStudy('clean.ts', folder)
  expect((await own()).filter((name) => !before.includes(name))).toEqual([])
})

test.each([
  ['nosuch.ts', null, 'nosuch.ts: there is no such file'],
  ['whole', null, 'whole: expected a file, got a folder; give the study file in it'],
  ['study.json', '{}', 'study.json: expected a .ts, .mts, .js or .mjs file'],
  ['syntax.ts', 'const a = 1\nexport default {\n  name: 1\n  other: 2,\n}', 'syntax.ts:4:3: Expected "}" but found "other"'],
  ['nodefault.ts', 'export const study = 1', 'nodefault.ts: has no default export; write "export default defineStudy({ … })"'],
  ['number.ts', 'export default 7', 'number.ts: expected the default export to be a study (made by defineStudy), got 7 (number)'],
  ['missing.ts', "import './nowhere.ts'\nexport default 1", 'missing.ts:1:8: Could not resolve "./nowhere.ts"'],
  ['package.ts', "import 'no-such-package'\nexport default 1", 'package.ts:1:8: Could not resolve "no-such-package"'],
  ['subpath.ts', "import 'trialfan/nothing'\nexport default 1", 'subpath.ts:1:8: '],
  ['throws.ts', "interface A {}\n\nthrow new RangeError('out of range')\nexport default 1", 'throws.ts:3:7: RangeError: out of range'],
  [
    'option.ts',
    "import { defineStudy, float } from 'trialfan'\n\nexport default defineStudy({ name: 'a', target: 't.ts', space: { x: float(0, 1) }, trails: 1 })",
    'option.ts:3:16: study: trails: there is no such option; did you mean "trials"?',
  ],
  [
    'space.ts',
    "import { defineStudy, float } from 'trialfan'\nexport default defineStudy({ name: 'a', target: 't.ts', space: { x: float(0, 1, { default: 9 }) } })",
    'space.ts:2:16: ',
  ],
])('%s is refused with its place and reason', async (path, content, message) => {
  if (content !== null) await write({ [path]: content })
  const loading = loadStudy(path, folder)
  await expect(loading).rejects.toThrow(message)
  await expect(loading).rejects.toMatchObject({ code: 'LOAD' })
})
