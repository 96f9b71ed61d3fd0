import { checkOptions } from './check-options.ts'
import { compileSpace } from './compile-space.ts'
import { ConfigurationSpace } from './configuration-space.ts'
import type { ForbiddenClause } from './forbid.ts'
import type { ConfigurationOfDefinition, SpaceDefinition } from './space-definition.ts'

export interface SpaceOptions {
  /** What no configuration may be. */
  readonly forbidden?: readonly ForbiddenClause[]
}

/**
 * Checks a definition as a whole and makes the space of it.
 * @throws SpaceError (code SPACE) that names the parameter and what to do
 *
 * @example
 * const space = defineSpace(
 *   {
 *     temperature: float(0.1, 100, { log: true, default: 10 }),
 *     moves: categorical(['2opt', 'oropt', 'both'], { default: 'both' }),
 *     depth: when({ moves: ['oropt', 'both'] }, integer(1, 3)),
 *   },
 *   { forbidden: [forbid({ moves: '2opt', temperature: greaterThan(50) })] },
 * )
 * const [configuration] = space.sample(new Random(1), 1)
 */
export function defineSpace<const D extends SpaceDefinition>(
  definition: D,
  options: SpaceOptions = {},
): ConfigurationSpace<ConfigurationOfDefinition<D>> {
  checkOptions('defineSpace', options, ['forbidden'])
  return new ConfigurationSpace(compileSpace(definition, options.forbidden ?? []))
}
