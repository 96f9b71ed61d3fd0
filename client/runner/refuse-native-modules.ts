import { readFileSync } from 'node:fs'
import type { Plugin } from 'esbuild'
import { TargetError } from './target-error.ts'

/** Packages that do nothing but load a native module found at run time. */
const LOADERS = /^(bindings|node-gyp-build|node-gyp-build-optional-packages|@mapbox\/node-pre-gyp|node-pre-gyp|prebuild-install)$/

const ALTERNATIVES =
  'machine code built for this machine need not run on a worker; use a JavaScript or WebAssembly build of the package, or call a program from the target'

/** Lets esbuild stop at the first native module, naming who imports it. */
export function refuseNativeModules(target: string): Plugin {
  const refuse = (path: string, importer: string): TargetError => {
    const from = importer === '' ? target : importer
    return new TargetError(from, importLine(from, path), `imports the native module ${JSON.stringify(path)}: ${ALTERNATIVES}`)
  }
  return {
    name: 'refuse-native-modules',
    setup(build) {
      const stop = (args: { readonly path: string; readonly importer: string }) => ({
        errors: [{ text: 'native module', detail: refuse(args.path, args.importer) }],
      })
      build.onResolve({ filter: /\.node$/ }, stop)
      build.onResolve({ filter: LOADERS }, stop)
    },
  }
}

function importLine(file: string, path: string): { readonly line: number; readonly column: number; readonly lineText: string } | null {
  try {
    const lines = readFileSync(file, 'utf8').split('\n')
    const index = lines.findIndex((line) => line.includes(path) && /import|require/.test(line))
    const lineText = lines[index]
    return lineText === undefined ? null : { line: index + 1, column: lineText.indexOf(path), lineText }
  } catch {
    return null
  }
}
