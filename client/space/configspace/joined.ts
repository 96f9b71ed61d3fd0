import type { JsonObject } from '../../../contract/trial.ts'

/** Several parts in one conjunction; one part needs none. */
export function joined(parts: readonly JsonObject[], join: (parts: readonly JsonObject[]) => JsonObject): JsonObject {
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : join(parts)
}
