import type { Configuration } from '../../contract/trial.ts'
import type { DistinctConfigurations } from './distinct-configurations.ts'

/** Up to `count` configurations; fewer when the space has no more. */
export function takeDistinct<C extends Configuration>(source: DistinctConfigurations<C>, count: number): C[] {
  const taken: C[] = []
  while (taken.length < count) {
    const next = source.next()
    if (next === null) break
    taken.push(next)
  }
  return taken
}
