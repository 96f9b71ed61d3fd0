import { pathToFileURL } from 'node:url'
import { describe } from '../../contract/errors.ts'
import type { Target } from '../../contract/target.ts'
import { describeThrown } from '../result/describe-thrown.ts'
import type { Fault } from '../result/fault.ts'

export type LoadedTarget = { readonly target: Target; readonly fault: null } | { readonly target: null; readonly fault: Fault }

/** Imports the target's module and finds the function in it. */
export async function loadTarget(file: string, exportName: string): Promise<LoadedTarget> {
  let module: Readonly<Record<string, unknown>>
  try {
    module = await import(pathToFileURL(file).href)
  } catch (thrown) {
    const fault = describeThrown(thrown)
    return { target: null, fault: { ...fault, error: `the target's module could not be loaded: ${fault.error}` } }
  }
  const target = module[exportName]
  if (typeof target === 'function') return { target: target as Target, fault: null }
  const exported = Object.keys(module)
  const error = exported.includes(exportName)
    ? `the target's module exports ${describe(target)} as "${exportName}"; expected a function`
    : `the target's module has no export "${exportName}"; ${exported.length === 0 ? 'it exports nothing' : `it exports ${exported.map((name) => `"${name}"`).join(', ')}`}`
  return { target: null, fault: { error, errorType: 'TypeError', traceback: '' } }
}
