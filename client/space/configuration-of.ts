import type { ConfigurationSpace } from './configuration-space.ts'
import type { ConfigurationOfDefinition, SpaceDefinition } from './space-definition.ts'

/**
 * The type of a space's configurations; takes the space or its definition.
 *
 * @example type Settings = ConfigurationOf<typeof space> // { readonly moves: '2opt' | 'oropt' | 'both'; readonly depth?: number; … }
 */
export type ConfigurationOf<S> =
  S extends ConfigurationSpace<infer C> ? C : S extends SpaceDefinition ? ConfigurationOfDefinition<S> : never
