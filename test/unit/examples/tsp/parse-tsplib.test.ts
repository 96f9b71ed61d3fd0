import { expect, test } from 'vitest'
import { parseTsplib } from '../../../../examples/tsp/parse-tsplib.ts'

const file = `NAME : five
TYPE : TSP
DIMENSION: 5
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 2.00000e+02 4.00000e+02
  2  200 500
3 -1.5 0
4 7 8
5 9 10
EOF
`

test('reads metric and coordinates', () => {
  expect(parseTsplib(file)).toEqual({
    metric: 'EUC_2D',
    x: Float64Array.of(200, 200, -1.5, 7, 9),
    y: Float64Array.of(400, 500, 0, 8, 10),
  })
})

test('takes Windows line ends and a missing EOF', () => {
  expect(parseTsplib(file.replace('EOF\n', '').replaceAll('\n', '\r\n')).x).toHaveLength(5)
})

test.each([
  ['no coordinates', file.replace('NODE_COORD_SECTION', 'EDGE_WEIGHT_SECTION'), 'expected a NODE_COORD_SECTION, got none'],
  ['no dimension', file.replace('DIMENSION: 5', ''), 'DIMENSION: expected a whole number from 5 on, got nothing'],
  [
    'a dimension that is no number',
    file.replace('DIMENSION: 5', 'DIMENSION: five'),
    'DIMENSION: expected a whole number from 5 on, got five',
  ],
  ['another metric', file.replace('EUC_2D', 'MAN_2D'), 'EDGE_WEIGHT_TYPE: expected ATT, EUC_2D or GEO, got MAN_2D'],
  ['a node out of order', file.replace('4 7 8', '6 7 8'), 'line 9: expected "4 <x> <y>", got "6 7 8"'],
  ['a coordinate that is no number', file.replace('4 7 8', '4 7 x'), 'line 9: expected "4 <x> <y>", got "4 7 x"'],
  ['too few nodes', file.replace('5 9 10\n', ''), 'line 10: expected "5 <x> <y>", got "EOF"'],
  ['too many nodes', file.replace('EOF', '6 1 1'), 'line 11: expected EOF after 5 nodes, got "6 1 1"'],
])('says what is wrong: %s', (_, text, message) => {
  expect(() => parseTsplib(text)).toThrow(message)
})
