import type { KernelParameters } from './kernel-parameters.ts'

/** What a process that follows a growing history goes on from: plain data, fit to be sent to another thread. */
export interface KernelState {
  readonly parameters: KernelParameters | null
  /** The place of the costs' scale among those that it chooses from. */
  readonly power: number
  /** How many observations the kernel was fitted to. */
  readonly fittedTo: number
}
