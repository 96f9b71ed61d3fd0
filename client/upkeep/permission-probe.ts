/** One permission, tried by a real call. */
export interface PermissionProbe {
  /** The IAM action. */
  readonly action: string
  /** What it is needed for, in a few words. */
  readonly purpose: string
  /** An action that must have gone well before this one can be tried. */
  readonly after?: string
  readonly run: (signal: AbortSignal) => Promise<unknown>
}
