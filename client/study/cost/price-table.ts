import type { Architecture } from '../../../contract/trial.ts'

/** What a cloud charges for what a run uses, in US dollars. */
export interface PriceTable {
  readonly region: string
  /** The month in which the prices were true: `2026-06`. */
  readonly asOf: string
  /** Where they were read. */
  readonly source: string
  /** Lambda's time, by the function's memory; its GB is 1,024 MiB. */
  readonly usdPerGBSecond: Readonly<Record<Architecture, number>>
  /** Lambda's requests. */
  readonly usdPerMillionRequests: number
  /** SQS standard queues; 64 KiB each. */
  readonly usdPerMillionQueueRequests: number
  /** S3: GET, HEAD. */
  readonly usdPerMillionObjectReads: number
  /** S3: PUT, COPY, parts of an upload. */
  readonly usdPerMillionObjectWrites: number
  /** What an account has free each month, in all of its regions together. */
  readonly freeTier: FreeTier
}

export interface FreeTier {
  readonly gbSeconds: number
  readonly requests: number
  readonly queueRequests: number
}
