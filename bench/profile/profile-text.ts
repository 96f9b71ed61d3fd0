import type { SelfTime, SelfTimes } from './self-times.ts'

/** What a profile's time is told in, when it is known. */
export interface ProfiledWork {
  readonly trials: number
  /** The processor time that the system counted. A profile counts wall time: on a busy machine it also counts waiting for a processor. */
  readonly cpuMs: number
}

const MOST_FUNCTIONS = 40

/** A profile for people: on whose behalf, then the functions that took most; for known work in ms of CPU a trial. */
export function profileText({ totalMs, idleMs, owners, functions }: SelfTimes, work: ProfiledWork | null): string {
  const perTrial = (share: number): string => (work === null ? '' : ((share * work.cpuMs) / work.trials).toFixed(4).padStart(14))
  const line = ({ name, selfMs }: SelfTime): string => {
    const share = selfMs / totalMs
    return `${selfMs.toFixed(0).padStart(8)}${perTrial(share)}  ${(share * 100).toFixed(1).padStart(5)} %  ${name}`
  }
  const head = `${'ms'.padStart(8)}${work === null ? '' : '  CPU ms/trial'}    share  `
  const sum = work === null ? '' : `; ${work.trials} trials took ${work.cpuMs.toFixed(0)} ms of CPU`
  return [
    `${totalMs.toFixed(0)} ms at work, ${idleMs.toFixed(0)} ms idle${sum}`,
    '',
    `${head}on whose behalf (Node's own code counts for its caller)`,
    ...owners.map(line),
    '',
    `${head}function`,
    ...functions.slice(0, MOST_FUNCTIONS).map(line),
  ].join('\n')
}
