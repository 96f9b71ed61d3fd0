import type { Configuration } from '../../contract/trial.ts'
import type { FacadeOptions } from './facade.ts'

export interface ModelFacadeOptions<C extends Configuration = Configuration> extends FacadeOptions<C> {
  /** Tried first, after the default configuration: a warm start from what is known to be good. Earlier trials are told with `tell`. */
  readonly initialConfigurations?: readonly Configuration[] | undefined
}
