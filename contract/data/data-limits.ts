/** Bounds of scattered data, checked before anything is allocated. */
export const DATA_LIMITS = {
  /** Memory of this size or more becomes a part of its own. */
  partBytes: 1024 * 1024,
  /** Once this much small memory lies in the root, memory of `crowdedPartBytes` or more becomes a part too. */
  inlineBytes: 16 * 1024 * 1024,
  crowdedPartBytes: 64 * 1024,
  /** The root with everything in it but the parts. */
  rootBytes: 256 * 1024 * 1024,
  /** Values in the root: elements, entries, properties. */
  values: 16_000_000,
  /** Containers inside containers. */
  depth: 200,
  /** The magnitude of one bigint: reading it takes time quadratic in this. */
  bigintBytes: 4096,
  /** The name of a scattered file. */
  nameLength: 255,
} as const
