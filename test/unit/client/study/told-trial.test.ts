import { expect, test } from 'vitest'
import { defineSpace, float } from '../../../../client/space/index.ts'
import { defineScenario, RandomSearch } from '../../../../client/study/index.ts'
import { StatusType } from '../../../../contract/status.ts'

const space = defineSpace({ x: float(-5, 5) })

test('a trial that failed gets the crash cost', () => {
  const optimizer = new RandomSearch(defineScenario({ space, crashCost: 99 }))
  optimizer.tell({ configuration: { x: 1 } }, { status: StatusType.TIMEOUT })
  expect(optimizer.history.record(1).outcome).toMatchObject({ status: StatusType.TIMEOUT, cost: 99 })
})

test.each([
  [{ configuration: { x: 50 } }, { cost: 1 }, 'x'],
  [{ configuration: { y: 1 } }, { cost: 1 }, 'y'],
  [{ configuration: { x: 1 }, instance: 'a' }, { cost: 1 }, 'instance: expected none (the scenario has no instances), got "a"'],
  [{ configuration: { x: 1 } }, { cost: Number.NaN }, 'tell: cost: expected a number, got NaN'],
  [{ configuration: { x: 1 } }, { cost: Number.POSITIVE_INFINITY }, 'expected a finite number (tell a trial that failed with its status)'],
  [{ configuration: { x: 1 } }, {}, 'tell: cost: expected a number, got undefined'],
  [
    { configuration: { x: 1 } },
    { cost: 1, status: 0 as const },
    'status: expected SUCCESS, CRASHED, TIMEOUT, MEMORYOUT or STOPPED of StatusType, got 0',
  ],
  [{ configuration: { x: 1 }, seed: 1.5 }, { cost: 1 }, 'tell: seed: expected an integer, or null, got 1.5'],
  [{ configuration: { x: 1 }, budget: 3 }, { cost: 1 }, 'tell: budget: expected none, got 3'],
  [{ configuration: { x: 1 } }, { cost: 1, runtimeMs: -5 }, 'tell: runtimeMs: expected a number of milliseconds, got -5'],
  [{ configuration: { x: 1 } }, { cost: 1, cpuTimeMs: Number.NaN }, 'tell: cpuTimeMs: expected a number of milliseconds, got NaN'],
  [{ configuration: { x: 1 } }, { cost: 1, endedAt: Number.NaN }, 'tell: endedAt: expected milliseconds since 1970, got NaN'],
  [{ configuration: { x: 1 } }, { cost: 1, attempt: 0 }, 'tell: attempt: expected an integer of at least 1, got 0'],
  [
    { configuration: { x: 1 } },
    { cost: 1, additionalInfo: JSON.parse('[]') },
    'tell: additionalInfo: expected a record, got an array of 0',
  ],
])('%o with %o is refused', (info, value, message) => {
  expect(() => new RandomSearch(defineScenario({ space })).tell(info, value)).toThrow(message)
})

test('what a value leaves open, by undefined or null, is filled in', () => {
  const optimizer = new RandomSearch(defineScenario({ space }))
  const open = JSON.parse('{ "cost": 3, "status": null, "runtimeMs": null, "cpuTimeMs": null, "additionalInfo": null, "attempt": null }')
  optimizer.tell({ configuration: { x: 1 } }, { ...open, startedAt: undefined, endedAt: undefined })
  expect(optimizer.history.record(1).outcome).toMatchObject({ status: StatusType.SUCCESS, cost: 3, cpuTimeMs: 0, attempt: 1 })
  expect(optimizer.history.length).toBe(1)
})

test('with two objectives one number is refused, a record is brought into order', () => {
  const optimizer = new RandomSearch(defineScenario({ space, objectives: ['f', 'g'] }))
  const [info] = optimizer.ask()
  expect(() => optimizer.tell(info!, { cost: 3 })).toThrow('cost: expected 2 numbers, one for each of f, g, got 3 (number)')
  optimizer.tell(info!, { cost: { g: 2, f: 1 } })
  expect(optimizer.incumbentCost).toEqual([1, 2])
})
