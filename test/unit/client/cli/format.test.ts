import { expect, test } from 'vitest'
import { formatBytes } from '../../../../client/cli/format-bytes.ts'
import { formatConfiguration } from '../../../../client/cli/format-configuration.ts'
import { formatCost } from '../../../../client/cli/format-cost.ts'
import { formatDuration } from '../../../../client/cli/format-duration.ts'
import { formatTable } from '../../../../client/cli/format-table.ts'
import { printable } from '../../../../client/cli/printable.ts'

test.each([
  [0, '0 ms'],
  [850.4, '850 ms'],
  [999.6, '1.0 s'],
  [4_240, '4.2 s'],
  [59_960, '1:00'],
  [187_000, '3:07'],
  [3_600_000, '1:00:00'],
  [7_509_000, '2:05:09'],
  [Number.POSITIVE_INFINITY, 'unlimited'],
])('%d ms reads %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

test.each([
  [2.71234567, '2.71235'],
  [1.5e-7, '1.5e-7'],
  [27_686, '27686'],
  [0, '0'],
  [Number.POSITIVE_INFINITY, 'infinite'],
  [[2.1, 40] as const, '[2.1, 40]'],
])('a cost of %o reads %s', (cost, text) => {
  expect(formatCost(cost)).toBe(text)
})

test('bytes, configurations and tables', () => {
  expect([formatBytes(512), formatBytes(1_536), formatBytes(3 * 1024 ** 3)]).toEqual(['512 B', '1.5 KiB', '3.0 GiB'])
  expect(formatConfiguration({ x: 1.23456789, moves: 'a\u001b[31m\nb', on: true })).toBe('x 1.23457, moves a b, on true')
  expect(
    formatTable([
      ['', 'cost'],
      ['att532', '1.25'],
      ['a', '12.5'],
    ]),
  ).toEqual(['        cost', 'att532  1.25', 'a       12.5'])
})

test('nothing printed can steer the terminal', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must be gone
  expect(printable('a\u001b]0;title\u0007b\u001b[2Jc\r\nd\u202ee')).not.toMatch(/[\u0000-\u001f\u202e]/)
})
