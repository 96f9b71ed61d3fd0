/** A stored object, named by what is in it. Keys are `objects/<sha256>`, so storing twice is harmless. */
export interface ObjectReference {
  readonly key: string
  /** Lower-case hex. */
  readonly sha256: string
  readonly bytes: number
}
