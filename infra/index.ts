export { FanOut } from './fan-out.ts'
export type { FanOutProps } from './fan-out-props.ts'
export { TrialfanStack, type TrialfanStackProps } from './trialfan-stack.ts'
