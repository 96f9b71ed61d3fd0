import { readFileSync } from 'node:fs'
import type { CpuProfile } from './cpu-profile.ts'

/** @throws Error when the file is no CPU profile */
export function readProfile(file: string): CpuProfile {
  const profile = JSON.parse(readFileSync(file, 'utf8')) as Partial<CpuProfile>
  const { nodes, samples, timeDeltas } = profile
  if (!Array.isArray(nodes) || !Array.isArray(samples) || !Array.isArray(timeDeltas)) {
    throw new Error(`${file}: expected a .cpuprofile (nodes, samples, timeDeltas), got ${Object.keys(profile).slice(0, 5).join(', ')}`)
  }
  return { nodes, samples, timeDeltas }
}
