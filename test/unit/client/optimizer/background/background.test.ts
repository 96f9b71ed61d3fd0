import { expect, test } from 'vitest'
import { ModelProposer } from '../../../../../client/optimizer/index.ts'
import { categorical, defineSpace, float, integer, Random, when } from '../../../../../client/space/index.ts'
import type { Configuration } from '../../../../../contract/trial.ts'
import { ended } from '../ended.ts'

const space = defineSpace({
  x: float(-5, 5),
  kind: categorical(['a', 'b']),
  depth: when({ kind: 'a' }, integer(1, 9)),
})
const cost = ({ x, kind, depth }: Configuration): number => (x as number) ** 2 + (kind === 'a' ? Math.abs((depth as number) - 4) : 3)
const proposerOf = (): ModelProposer => new ModelProposer(space, new Random(7), { trials: 40 })

type Call = { readonly n: number; readonly proposed: readonly Configuration[] } | { readonly told: Configuration }

/** Keeps so many workers busy until 40 trials are told, `first` of them before, as a loop does; gives every call that was made. */
async function runInBackground(proposer: ModelProposer, workers: number, first = 0): Promise<Call[]> {
  let wake = (): void => {}
  proposer.startBackground(() => wake())
  const calls: Call[] = []
  const pending: Configuration[] = []
  for (let told = first; told < 40; ) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve
    })
    const n = workers - pending.length
    if (n > 0) {
      const proposed = proposer.propose(n)
      calls.push({ n, proposed })
      pending.push(...proposed)
    }
    if (pending.length < workers) await woken
    const next = pending.shift()
    if (next === undefined) continue
    proposer.told({ configuration: next }, ended(cost(next)))
    calls.push({ told: next })
    told++
  }
  proposer.stopBackground()
  return calls
}

test('with one worker the run is the one that proposals made in place give', async () => {
  const calls = await runInBackground(proposerOf(), 1)
  const proposed = calls.flatMap((call) => ('proposed' in call ? call.proposed : []))
  const inPlace = proposerOf()
  for (const expected of proposed) {
    const [next] = inPlace.propose(1)
    expect(next).toEqual(expected)
    inPlace.told({ configuration: next! }, ended(cost(next!)))
  }
  expect(proposed).toHaveLength(40)
})

test.each([6, 20])('with %d workers the recorded order of calls and answers replays to the same proposals', async (workers) => {
  const proposer = proposerOf()
  const calls = await runInBackground(proposer, workers)
  const again = proposerOf()
  again.replay(proposer.deliveries)
  for (const call of calls) {
    if ('told' in call) again.told({ configuration: call.told }, ended(cost(call.told)))
    else expect(again.propose(call.n)).toEqual(call.proposed)
  }
  for (const { proposed = [] } of calls as { proposed?: readonly Configuration[] }[]) for (const each of proposed) space.check(each)
})

test('who was interrupted while a suggestion was made goes on with that very suggestion', async () => {
  const proposer = proposerOf()
  const calls = await runInBackground(proposer, 1)
  const waits = calls.flatMap((call, at) => ('proposed' in call && call.proposed.length === 0 ? [at + 1] : []))
  const before = waits[Math.floor(waits.length / 2)] ?? 0
  const again = proposerOf()
  again.replay(proposer.deliveries.filter((call) => call <= before))
  for (const call of calls.slice(0, before)) {
    if ('told' in call) again.told({ configuration: call.told }, ended(cost(call.told)))
    else expect(again.propose(call.n)).toEqual(call.proposed)
  }
  again.interruptBackground()
  const toldOf = (list: readonly Call[]): readonly Configuration[] => list.flatMap((call) => ('told' in call ? [call.told] : []))
  const first = toldOf(calls.slice(0, before))
  expect([...first, ...toldOf(await runInBackground(again, 1, first.length))]).toEqual(toldOf(calls))
})

test('many workers never wait: what is not ready is drawn', () => {
  const proposer = proposerOf()
  const first = proposer.propose(24)
  for (const configuration of first.slice(0, 4)) proposer.told({ configuration }, ended(cost(configuration)))
  proposer.startBackground(() => {})
  expect(proposer.propose(4)).toHaveLength(4)
  proposer.stopBackground()
})

test('workers that run configurations with results, again or elsewhere, are as many that never wait', () => {
  const proposer = proposerOf()
  const first = proposer.propose(12)
  for (const configuration of first) proposer.told({ configuration }, ended(cost(configuration)))
  proposer.startBackground(() => {})
  expect(proposer.propose(1)).toHaveLength(0)
  proposer.expect(500)
  expect(proposer.propose(4)).toHaveLength(4)
  proposer.stopBackground()
})
