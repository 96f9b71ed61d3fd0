import { describe, expect, test } from 'vitest'
import { StatusType } from '../../../../contract/status.ts'
import { isReport, readReport } from '../../../../execution/script/script-report.ts'

describe('a line of a script', () => {
  test.each(['cost=0.5', '  cost = 0.5; status=SUCCESS', 'status=CRASHED', 'runtime=1; cost=2', 'additional_info=a; cost=2'])(
    '%s is a report',
    (line) => expect(isReport(line)).toBe(true),
  )
  test.each(['the cost=0.5', 'cost: 0.5', 'costs=3', 'runtime=3', '', 'additional_info=cost'])('%j is log', (line) =>
    expect(isReport(line)).toBe(false),
  )
})

describe('a report', () => {
  test('says everything', () => {
    expect(readReport('cost=0.5; status=SUCCESS; runtime=1.5; cpu_time=1.25; additional_info=gap=3 %; a test')).toEqual({
      status: StatusType.SUCCESS,
      cost: 0.5,
      runtimeMs: 1500,
      cpuTimeMs: 1250,
      additionalInfo: 'gap=3 %; a test',
    })
  })

  test('of two objectives has two costs', () => expect(readReport('cost=0.5, -2e3; status=success')).toMatchObject({ cost: [0.5, -2000] }))

  test('without a status is a success; a failure needs no cost', () => {
    expect(readReport('cost=1')).toMatchObject({ status: StatusType.SUCCESS, cost: 1, runtimeMs: null, additionalInfo: null })
    expect(readReport('status=TIMEOUT; cost=none')).toMatchObject({ status: StatusType.TIMEOUT })
    expect(readReport('status=MEMORYOUT')).toMatchObject({ status: StatusType.MEMORYOUT, cost: null })
  })

  test('infinite costs are read as such', () => expect(readReport('cost=inf')).toMatchObject({ cost: Number.POSITIVE_INFINITY }))

  test.each([
    ['cost=abc', 'expected a number as cost, or several with commas between, got "abc"'],
    ['cost=', 'expected a number as cost, or several with commas between, got ""'],
    ['cost=1,', 'expected a number as cost, or several with commas between, got "1,"'],
    ['cost=1; status=DONE', 'expected a status of SUCCESS, CRASHED, TIMEOUT, MEMORYOUT, got "DONE"'],
    ['cost=1; runtime=-1', 'expected a runtime in seconds, got "-1"'],
    ['cost=1; cost=2', 'cost is there twice'],
    ['cost=1; time=2', 'expected cost, status, runtime, cpu_time, additional_info, each followed by "=", got "time=2"'],
  ])('%s is wrong', (line, error) => expect(readReport(line)).toEqual({ error }))
})
