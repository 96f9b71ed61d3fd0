import type { FunctionPort, Transport } from '../transport.ts'
import type { ClientCalls } from './client-calls.ts'
import { CountedObjects } from './counted-objects.ts'
import { CountedQueues } from './counted-queues.ts'

/** A transport that counts what the client calls. Calls that a transport repeats by itself, on an error, are not seen. */
export class CountedTransport implements Transport {
  readonly functions: FunctionPort
  readonly queues: CountedQueues
  readonly objects: CountedObjects
  readonly objectLifetimeMs: number

  constructor({ functions, queues, objects, objectLifetimeMs }: Transport) {
    this.functions = functions
    this.queues = new CountedQueues(queues)
    this.objects = new CountedObjects(objects)
    this.objectLifetimeMs = objectLifetimeMs
  }

  get calls(): ClientCalls {
    return { queueRequests: this.queues.requests, objectReads: this.objects.reads, objectWrites: this.objects.writes }
  }
}
