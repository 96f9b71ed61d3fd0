import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleTarget } from '../../../../client/runner/target-bundle.ts'

const square = new URL('../../../fixtures/targets/square.ts', import.meta.url)
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trialfan-bundle-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function write(name: string, text: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

describe('shipping a target', () => {
  it('bundles a TypeScript module into one file that can be imported', async () => {
    const bundle = await bundleTarget(square)
    const file = await write(`${bundle.sha256}.mjs`, Buffer.from(bundle.code).toString())
    const module = (await import(pathToFileURL(file).href)) as { default: (configuration: { x: number }) => number }
    expect(module.default({ x: 3 })).toBe(9)
  })

  it('names the same content the same, and another export another', async () => {
    expect((await bundleTarget(square)).sha256).toBe((await bundleTarget(fileURLToPath(square))).sha256)
  })

  it('is the same wherever the process works, and its code the same wherever its files lie', async () => {
    const text = "import { one } from './part.ts'\nexport default (): number => one\n"
    await write('part.ts', 'export const one = 1\n')
    const file = await write('whole.ts', text)
    const first = await bundleTarget(file)
    const elsewhere = join(folder, 'elsewhere')
    await mkdir(elsewhere)
    await writeFile(join(elsewhere, 'part.ts'), 'export const one = 1\n')
    await writeFile(join(elsewhere, 'whole.ts'), text)
    const here = process.cwd()
    process.chdir(folder)
    try {
      expect((await bundleTarget(file)).sha256).toBe(first.sha256)
      const second = await bundleTarget(join(elsewhere, 'whole.ts'))
      expect(second.codeSha256).toBe(first.codeSha256)
      expect(second.sha256).not.toBe(first.sha256)
      await writeFile(join(elsewhere, 'part.ts'), 'export const one = 2\n')
      expect((await bundleTarget(join(elsewhere, 'whole.ts'))).codeSha256).not.toBe(first.codeSha256)
      const wrong = await write('wrong.ts', 'export default (\n')
      await expect(bundleTarget(wrong)).rejects.toMatchObject({ code: 'TARGET', file: wrong })
    } finally {
      process.chdir(here)
    }
  })

  it('maps back to the user’s own file', async () => {
    const text = Buffer.from((await bundleTarget(square)).code).toString()
    const map = JSON.parse(Buffer.from(text.split('base64,')[1] ?? '', 'base64').toString()) as { sources: string[] }
    expect(map.sources).toContain(square.href)
  })

  it('brings imported packages and modules along, CommonJS ones too', async () => {
    await write('one.cjs', "const os = require('node:os'); module.exports = { one: os.EOL.length > 0 ? 1 : 0 }")
    const file = await write('imports.ts', "import { one } from './one.cjs'\nexport default (): number => one")
    const bundle = await bundleTarget(file)
    const out = await write('imports-out.mjs', Buffer.from(bundle.code).toString())
    expect(((await import(pathToFileURL(out).href)) as { default: () => number }).default()).toBe(1)
  })
})

describe('a target that cannot be shipped is one clear error', () => {
  it('a closure', async () => {
    const closure = (() => 1) as unknown as string
    await expect(bundleTarget(closure)).rejects.toThrow('the target: is a function: what it closes over cannot be shipped to a worker')
  })

  it('a missing file', async () => {
    await expect(bundleTarget(join(folder, 'nowhere.ts'))).rejects.toThrow(/nowhere\.ts: does not exist/)
  })

  it('a URL that is no file', async () => {
    await expect(bundleTarget(new URL('https://example.com/target.ts'))).rejects.toThrow('only file: URLs can be bundled')
  })

  it('a missing default export', async () => {
    const file = await write('named.ts', 'export const cost = (): number => 1')
    await expect(bundleTarget(file)).rejects.toThrow(
      /named\.ts: has no default export \(it exports cost\); write "export default target" in it/,
    )
  })

  it('a missing named export', async () => {
    await expect(bundleTarget(square, 'cube')).rejects.toThrow(/has no cube export \(it exports default\); export cube from it/)
  })

  it('a syntax error, with file, line and the line itself', async () => {
    const file = await write('broken.ts', 'export default () => {\n  return 1 +\n}\n')
    await expect(bundleTarget(file)).rejects.toMatchObject({ code: 'TARGET', line: 3, file })
    await expect(bundleTarget(file)).rejects.toThrow(/broken\.ts:3:1: .*\n {2}3 \| }/)
  })

  it('an import that is not there, with file and line', async () => {
    const file = await write('lost.ts', "\nimport nothing from './nothing.ts'\nexport default nothing\n")
    await expect(bundleTarget(file)).rejects.toThrow(/lost\.ts:2:\d+: Could not resolve/)
  })

  it('an empty path, and a folder', async () => {
    await expect(bundleTarget('')).rejects.toThrow('the target: is empty; give the URL of its module')
    await expect(bundleTarget(import.meta.dirname)).rejects.toThrow('is a folder; give the file of its module')
  })

  it('a native module, with who imports it and what to do', async () => {
    const file = await write('native.ts', "// one\nimport addon from './addon.node'\nexport default () => addon.run()\n")
    await expect(bundleTarget(file)).rejects.toMatchObject({ code: 'TARGET', line: 2, file })
    await expect(bundleTarget(file)).rejects.toThrow(/imports the native module ".\/addon\.node": .*WebAssembly/)
  })

  it('a package that loads one when it runs', async () => {
    const file = await write('gyp.cjs', "module.exports.default = () => require('bindings')('addon')\n")
    await expect(bundleTarget(file, 'default')).rejects.toThrow(/imports the native module "bindings"/)
  })
})
