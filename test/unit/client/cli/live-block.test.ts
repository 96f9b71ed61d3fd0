import { expect, test } from 'vitest'
import { LiveBlock } from '../../../../client/cli/live-block.ts'
import { fakeScreen } from './fake-screen.ts'
import { FakeStream } from './fake-stream.ts'

test('paints over what it painted, also when there are fewer lines, and leaves nothing behind', () => {
  const stream = new FakeStream({ isTTY: true })
  stream.write('$ trialfan run\n')
  const block = new LiveBlock(stream)
  block.paint(['one', 'a long line', 'three'])
  expect(fakeScreen(stream.text, 80)).toMatchObject({ rows: ['$ trialfan run', 'one', 'a long line', 'three', ''], cursorIsShown: false })
  block.paint(['1', 'short'])
  expect(fakeScreen(stream.text, 80).rows).toEqual(['$ trialfan run', '1', 'short', ''])
  block.clear()
  stream.write('done\n')
  expect(fakeScreen(stream.text, 80)).toEqual({ rows: ['$ trialfan run', 'done', ''], cursorIsShown: true, wraps: true })
})

test('a line longer than the terminal is cut, not wrapped', () => {
  const stream = new FakeStream({ isTTY: true, columns: 10 })
  const block = new LiveBlock(stream)
  block.paint(['0123456789abcdef', 'next'])
  expect(fakeScreen(stream.text, 10).rows.slice(1)).toEqual(['next', ''])
  block.paint(['x', 'y'])
  expect(fakeScreen(stream.text, 10).rows).toEqual(['x', 'y', ''])
})

test('a terminal that became narrower has wrapped the lines: all of their rows are painted over', () => {
  const stream = new FakeStream({ isTTY: true, columns: 20 })
  const block = new LiveBlock(stream)
  block.paint(['0123456789012345678', 'x'])
  const before = stream.text
  stream.columns = 8
  block.paint(['a', 'b'])
  // 19 characters take three rows of 8; with the second line that is four.
  expect(stream.text.slice(before.length)).toContain('\u001b[4A')
})

test('clearing twice, or before anything was painted, writes nothing', () => {
  const stream = new FakeStream({ isTTY: true })
  const block = new LiveBlock(stream)
  block.clear()
  expect(stream.text).toBe('')
  block.paint(['x'])
  block.clear()
  const { text } = stream
  block.clear()
  expect(stream.text).toBe(text)
})
