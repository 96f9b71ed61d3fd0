import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { unpackSpace } from '../../space/index.ts'
import { FeatureSpace } from '../model/feature-space.ts'
import { SuggestionMaker } from './suggestion-maker.ts'
import type { SuggesterOrder, SuggestionReply, SuggestionRequest } from './suggestion-request.ts'

// The entry of the thread in which models are fitted and searched: wiring only.
if (isMainThread || parentPort === null) throw new Error('this module is the entry of a worker thread')
const port = parentPort
const { space, options, state }: SuggesterOrder = workerData
const maker = new SuggestionMaker(new FeatureSpace(unpackSpace(space), options.budgets !== null), options, state)

port.on('message', (request: SuggestionRequest) => {
  const reply: SuggestionReply = maker.answer(request)
  port.postMessage(reply)
})
