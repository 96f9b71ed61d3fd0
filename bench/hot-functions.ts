// node bench/hot-functions.ts FILE.cpuprofile [--trials N --cpu-ms M]: where a CPU profile's time goes, on whose behalf and by function.
import { parseArgs } from 'node:util'
import { profileText } from './profile/profile-text.ts'
import { readProfile } from './profile/read-profile.ts'
import { selfTimes } from './profile/self-times.ts'

const USAGE = 'node bench/hot-functions.ts FILE.cpuprofile [--trials N --cpu-ms M]'

const { values, positionals } = parseArgs({ options: { trials: { type: 'string' }, 'cpu-ms': { type: 'string' } }, allowPositionals: true })
const [file] = positionals
const [trials, cpuMs] = [Number(values.trials), Number(values['cpu-ms'])]
const isWork = values.trials !== undefined || values['cpu-ms'] !== undefined
if (file === undefined || (isWork && !(trials > 0 && cpuMs > 0))) {
  console.error(USAGE)
  process.exit(2)
}
console.log(profileText(selfTimes(readProfile(file)), isWork ? { trials, cpuMs } : null))
