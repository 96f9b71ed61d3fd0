import { writeFile } from 'node:fs/promises'
import { Session } from 'node:inspector/promises'

/** Fine enough to see a function that takes a few microseconds a trial. */
const SAMPLING_INTERVAL_US = 200

/** Does something under V8's sampling profiler and writes what it saw to `file` (a .cpuprofile, as browsers' tools read). */
export async function profileDuring<T>(file: string, action: () => Promise<T>): Promise<T> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL_US })
  await session.post('Profiler.start')
  try {
    return await action()
  } finally {
    const { profile } = await session.post('Profiler.stop')
    session.disconnect()
    await writeFile(file, JSON.stringify(profile))
  }
}
