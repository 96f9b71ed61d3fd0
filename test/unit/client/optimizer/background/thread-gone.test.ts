import { expect, test, vi } from 'vitest'
import type { SuggestionMaker } from '../../../../../client/optimizer/background/suggestion-maker.ts'
import type { SuggesterOrder, SuggestionReply, SuggestionRequest } from '../../../../../client/optimizer/background/suggestion-request.ts'
import { ModelProposer } from '../../../../../client/optimizer/index.ts'
import { defineSpace, float, packSpace, Random } from '../../../../../client/space/index.ts'
import type { Configuration } from '../../../../../contract/trial.ts'
import { ended } from '../ended.ts'

const PORT = '../../../../../client/optimizer/background/thread-port.ts'
const space = defineSpace({ x: float(-5, 5), y: float(-5, 5) })
const told = (configuration: Configuration) => [{ configuration }, ended(Number(configuration.x) ** 2 + Number(configuration.y))] as const

/** Answers twice, then dies. */
vi.mock('../../../../../client/optimizer/background/thread-port.ts', async () => {
  const { SuggestionMaker: Maker } = await import('../../../../../client/optimizer/background/suggestion-maker.ts')
  const { FeatureSpace } = await import('../../../../../client/optimizer/model/feature-space.ts')
  class DyingPort {
    readonly #maker: SuggestionMaker
    #left = 2

    constructor({ options }: SuggesterOrder) {
      this.#maker = new Maker(new FeatureSpace(space), options)
    }

    request(request: SuggestionRequest, answer: (reply: SuggestionReply | null) => void): void {
      const reply = this.#left-- > 0 ? this.#maker.answer(request) : null
      queueMicrotask(() => answer(reply))
    }

    close(): void {}
  }
  return { ThreadPort: DyingPort }
})

test.each([1, 6])(
  'with %d workers: when the thread dies the run goes on in place, and is replayed to the same proposals',
  async (workers) => {
    const proposer = new ModelProposer(space, new Random(3), { trials: 30 })
    proposer.startBackground(() => {})
    const calls: { readonly n: number; readonly proposed: readonly Configuration[]; readonly then: Configuration | undefined }[] = []
    const pending: Configuration[] = []
    for (let count = 0; count < 30; ) {
      const n = workers - pending.length
      const proposed = n > 0 ? proposer.propose(n) : []
      pending.push(...proposed)
      const then = pending.length === workers || calls.at(-1)?.proposed.length === 0 ? pending.shift() : undefined
      if (then !== undefined) {
        proposer.told(...told(then))
        count++
      }
      calls.push({ n, proposed, then })
      await Promise.resolve()
      expect(calls.length).toBeLessThan(200)
    }
    expect(proposer.deliveries.filter((call) => call < 0)).toHaveLength(1)
    const again = new ModelProposer(space, new Random(3), { trials: 30 })
    again.replay(proposer.deliveries)
    for (const { n, proposed, then } of calls) {
      if (n > 0) expect(again.propose(n)).toEqual(proposed)
      if (then !== undefined) again.told(...told(then))
    }
  },
)

test('a thread that has died answers every request with nothing', async () => {
  const { ThreadPort } = await vi.importActual<typeof import('../../../../../client/optimizer/background/thread-port.ts')>(PORT)
  const order = JSON.parse('{ "options": null }')
  const port = new ThreadPort({ ...order, space: packSpace(space) })
  const ask = (): Promise<unknown> =>
    new Promise((resolve) =>
      port.request({ version: 1, n: 1, random: new Random(1).state(), news: JSON.parse('{}'), pending: new Float64Array() }, resolve),
    )
  // It says so up to twice by itself: with its error, and at its end.
  for (let time = 0; time < 3; time++) expect(await ask()).toBeNull()
  port.close()
})
