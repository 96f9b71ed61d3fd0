/** What the command tells the shell. */
export const EXIT_CODE = { done: 0, failed: 1, wrongUse: 2, interrupted: 130 } as const
export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE]
