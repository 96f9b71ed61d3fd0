/** As `engines` of package.json has it. */
const LEAST = { major: 22, minor: 12 }

/** What to tell somebody whose Node (`process.versions.node`) is too old, or null. */
export function tooOldNode(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > LEAST.major || (major === LEAST.major && minor >= LEAST.minor)) return null
  return `error: trialfan needs Node ${LEAST.major}.${LEAST.minor} or newer, and this is Node ${version}. Install a newer one (https://nodejs.org), and run it again.`
}
