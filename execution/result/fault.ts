/** What went wrong in a trial, in three strings that JSON can carry. */
export type Fault = {
  readonly error: string
  readonly errorType: string
  readonly traceback: string
}
