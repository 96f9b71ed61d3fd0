import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { Random, unpackSpace } from '../../space/index.ts'
import { chooseSuggester } from '../choose-suggester.ts'
import { FeatureSpace } from '../model/feature-space.ts'
import { unpackKnowledge } from './pack-knowledge.ts'
import type { SuggesterOrder, SuggestionReply, SuggestionRequest } from './suggestion-request.ts'

// The entry of the thread in which models are fitted and searched: wiring only.
if (isMainThread || parentPort === null) throw new Error('this module is the entry of a worker thread')
const port = parentPort
const { space, options }: SuggesterOrder = workerData
const features = new FeatureSpace(unpackSpace(space))
const { suggester } = chooseSuggester(features, options)

port.on('message', (request: SuggestionRequest) => {
  const knowledge = unpackKnowledge(request, features.dimensions, options.objectives)
  const reply: SuggestionReply = suggester.suggest(knowledge, request.n, Random.restore(request.random))
  port.postMessage(reply)
})
