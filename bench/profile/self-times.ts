import type { CpuProfile, ProfileNode } from './cpu-profile.ts'
import { isNodeInternal, ownerOf } from './owner-of.ts'

export interface SelfTime {
  readonly name: string
  readonly selfMs: number
}

export interface SelfTimes {
  /** Without the time in which nothing ran. */
  readonly totalMs: number
  readonly idleMs: number
  /** By who asked for it: Node's own code counts for the nearest caller that is not Node's. Most first. */
  readonly owners: readonly SelfTime[]
  /** By function and place. Most first. */
  readonly functions: readonly SelfTime[]
}

const IDLE = '(idle)'
/** What the engine calls its own work. */
const ENGINE = new Map([
  ['(garbage collector)', 'garbage collection'],
  ['(program)', 'engine and system calls outside JavaScript'],
])

/** Adds up the time in which each function was on top of the stack. */
export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): SelfTimes {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)))
  const owners = new Map<string, number>()
  const functions = new Map<string, number>()
  let idleMs = 0
  samples.forEach((id, i) => {
    const node = byId.get(id)
    if (node === undefined) return
    const ms = (timeDeltas[i] ?? 0) / 1000
    if (node.callFrame.functionName === IDLE) {
      idleMs += ms
      return
    }
    const behalf = owner(node, byId, parents)
    add(owners, behalf, ms)
    add(functions, place(node, behalf), ms)
  })
  const totalMs = [...functions.values()].reduce((sum, ms) => sum + ms, 0)
  return { totalMs, idleMs, owners: mostFirst(owners), functions: mostFirst(functions) }
}

function owner(node: ProfileNode, byId: ReadonlyMap<number, ProfileNode>, parents: ReadonlyMap<number, number>): string {
  const { functionName, url } = node.callFrame
  const engine = ENGINE.get(functionName)
  if (engine !== undefined) return engine
  for (let at: ProfileNode | undefined = node; at !== undefined; at = byId.get(parents.get(at.id) ?? -1)) {
    if (!isNodeInternal(at.callFrame.url)) return ownerOf(at.callFrame.url) ?? 'other'
  }
  return ownerOf(url) ?? 'Node: tasks, timers, other'
}

/** `send  node_modules/@smithy/core/dist-cjs/index.js:120`; for native code `writev  for AWS SDK: HTTP handler`. */
function place({ callFrame: { functionName, url, lineNumber } }: ProfileNode, behalf: string): string {
  const name = functionName === '' ? '(anonymous)' : functionName
  if (url === '') return ENGINE.has(name) ? name : `${name}  for ${behalf}`
  const file = url.replace(/^.*?(node_modules\/|dist\/|bench\/|node:)/, '$1')
  return `${name}  ${file}:${lineNumber + 1}`
}

function add(sums: Map<string, number>, name: string, ms: number): void {
  sums.set(name, (sums.get(name) ?? 0) + ms)
}

function mostFirst(sums: ReadonlyMap<string, number>): readonly SelfTime[] {
  return [...sums].map(([name, selfMs]) => ({ name, selfMs })).toSorted((a, b) => b.selfMs - a.selfMs)
}
