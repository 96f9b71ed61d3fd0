// A target may damage the globals of its thread; this is taken before it is loaded.
const cpuUsage = typeof process.threadCpuUsage === 'function' ? process.threadCpuUsage.bind(process) : process.cpuUsage.bind(process)

/** CPU time of this thread up to now, ms. Before Node 23.9 the whole process's: there a trial's time includes what ran beside it. */
export function threadCpuMs(): number {
  const { user, system } = cpuUsage()
  return (user + system) / 1000
}
