import { expect, test } from 'vitest'
import { selfTimes } from '../../../../bench/profile/self-times.ts'

const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
  id,
  callFrame: { functionName, url, lineNumber: 9 },
  children,
})

const profile = {
  nodes: [
    node(1, '(root)', '', [2, 5, 6, 7]),
    node(2, 'answer', 'file:///home/me/trialfan/dist/client/local/lambda/lambda-face.js', [3]),
    node(3, 'end', 'node:_http_outgoing', [4]),
    node(4, 'writev', ''),
    node(5, '(idle)', ''),
    node(6, '(garbage collector)', ''),
    node(7, 'send', 'file:///home/me/trialfan/node_modules/@aws-sdk/core/dist-cjs/submodules/client/index.js'),
  ],
  samples: [2, 4, 4, 5, 6, 7, 3],
  timeDeltas: [1000, 2000, 3000, 50_000, 500, 4000, 1500],
}

test("Node's own code and native code count for the nearest caller outside Node", () => {
  expect(selfTimes(profile).owners).toEqual([
    { name: 'embedded cluster: Lambda', selfMs: 7.5 },
    { name: 'AWS SDK: middleware, serialisation', selfMs: 4 },
    { name: 'garbage collection', selfMs: 0.5 },
  ])
})

test('functions are told by place, native ones by owner', () => {
  expect(selfTimes(profile).functions).toEqual([
    { name: 'writev  for embedded cluster: Lambda', selfMs: 5 },
    { name: 'send  node_modules/@aws-sdk/core/dist-cjs/submodules/client/index.js:10', selfMs: 4 },
    { name: 'end  node:_http_outgoing:10', selfMs: 1.5 },
    { name: 'answer  dist/client/local/lambda/lambda-face.js:10', selfMs: 1 },
    { name: '(garbage collector)', selfMs: 0.5 },
  ])
})

test('idle time is no work', () => {
  expect(selfTimes(profile)).toMatchObject({ totalMs: 12, idleMs: 50 })
})
