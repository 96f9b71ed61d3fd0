import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

/** Where and when figures were taken; without them they say little. */
export interface MachineFacts {
  readonly node: string
  readonly platform: string
  readonly cores: number
  readonly processor: string
  readonly memoryMiB: number
  readonly date: string
}

export function machineFacts(date: Date): MachineFacts {
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    date: date.toISOString(),
  }
}

/** The mean number of processes that wanted to run over the last minute; above the number of cores, times are too long. */
export function loadNow(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100
}
