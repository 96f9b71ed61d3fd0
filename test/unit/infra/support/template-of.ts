import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { afterAll } from 'vitest'
import { TrialfanStack, type TrialfanStackProps } from '../../../../infra/index.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** An app whose files go when the tests of this file are over. */
export function newApp(context: Readonly<Record<string, unknown>> = {}): App {
  const outdir = mkdtempSync(join(tmpdir(), 'trialfan-synth-'))
  folders.push(outdir)
  return new App({ outdir, analyticsReporting: false, context })
}

export function templateOf(props: TrialfanStackProps = {}, name = 'tf'): Template {
  return Template.fromStack(new TrialfanStack(newApp(), name, props))
}
