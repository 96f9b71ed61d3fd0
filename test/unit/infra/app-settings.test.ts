import { expect, it } from 'vitest'
import { readAppSettings } from '../../../infra/app-settings.ts'

const read = readAppSettings

it('deploys the stack trialfan with the construct’s defaults when nothing is said', () => {
  expect(read({})).toEqual({ stack: 'trialfan', props: {} })
})

it('takes name, sizes and runtime from the command line or from cdk.json', () => {
  const { stack, props } = read({ stack: 'mine', memory: '1769,3538', runtime: 'nodejs22.x' })
  expect(stack).toBe('mine')
  expect(props.memoryMiB).toEqual([1769, 3538])
  expect(props.runtime?.name).toBe('nodejs22.x')
  expect(read({ memory: 512 }).props.memoryMiB).toEqual([512])
})

it('refuses what is not text', () => {
  expect(() => read({ memory: [1769] })).toThrow('context: memory: expected text, got an array of 1')
})

it.each(['9bad', 'with space', 'x'.repeat(36)])('refuses a name that no stack, or no queue of its runs, can have: %s', (stack) => {
  expect(() => read({ stack })).toThrow("FanOut: the stack's name: expected letters, digits")
})
