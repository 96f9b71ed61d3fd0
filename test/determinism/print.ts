// node test/determinism/print.ts: Node's version, then one line a facade: the digest of a small run.
import { DIGEST_NAMES, digestOf } from './digests.ts'

console.log(process.version)
for (const name of DIGEST_NAMES) console.log(`${digestOf(name)}  ${name}`)
