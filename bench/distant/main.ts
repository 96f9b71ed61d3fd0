// The stand-in cloud and the proxy before it, in a process of their own. Tells its parent where it listens; ends with it.
import { LatencyProxy } from '../latency-proxy.ts'
import { StandInCloud } from './stand-in-cloud.ts'

const [concurrency, roundTripMs] = process.argv.slice(2).map(Number)
const cloud = await StandInCloud.listen(concurrency ?? 0)
const proxy = await LatencyProxy.listen({ port: cloud.port, roundTripMs: roundTripMs ?? 0 })
process.once('disconnect', () => process.exit())
process.send?.({ endpoint: `http://127.0.0.1:${proxy.port}` })
