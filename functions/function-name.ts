/** The functions that a stack is made of; each has a folder of its name here with a `handler.ts`. */
export const FUNCTION_NAMES = ['worker', 'failure-relay'] as const
export type FunctionName = (typeof FUNCTION_NAMES)[number]
