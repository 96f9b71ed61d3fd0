const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

/** One step down: a property's key, an element's index, the key of a map's entry, or the place in a set. */
export type PathStep = string | number | { readonly key: unknown } | { readonly of: unknown } | { readonly at: number }

/** The place of a value as a person would write it: `data.layers[2].init`, `data.get("a")`. */
export function dataPath(steps: readonly PathStep[]): string {
  let path = 'data'
  for (const step of steps) {
    if (typeof step === 'number') path += `[${step}]`
    else if (typeof step === 'string') path += IDENTIFIER.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
    else if ('key' in step) path += ` (key ${short(step.key)})`
    else if ('of' in step) path += `.get(${short(step.of)})`
    else path += ` (member ${step.at})`
  }
  return path
}

function short(key: unknown): string {
  if (typeof key === 'string') return JSON.stringify(key.length > 60 ? `${key.slice(0, 60)}…` : key)
  return typeof key === 'object' || typeof key === 'function' ? typeof key : String(key)
}
