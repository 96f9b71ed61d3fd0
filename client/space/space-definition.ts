import type { ParameterValue } from '../../contract/trial.ts'
import type { ConstantParameter } from './constant.ts'
import type { FloatParameter } from './float.ts'
import type { IntegerParameter } from './integer.ts'
import type { Parameter } from './parameter.ts'
import type { ConditionalParameter } from './when.ts'

/** Parameter name → parameter, in the order in which people shall read them. */
export interface SpaceDefinition {
  readonly [parameter: string]: Parameter | ConditionalParameter
}

type ValueOf<P> = P extends FloatParameter | IntegerParameter
  ? number
  : P extends ConstantParameter<infer V>
    ? V
    : P extends { readonly values: readonly (infer V extends ParameterValue)[] }
      ? V
      : never

type Simplified<T> = { readonly [K in keyof T]: T[K] }

/** The configurations that a definition describes: conditional parameters are optional. */
export type ConfigurationOfDefinition<D extends SpaceDefinition> = Simplified<
  { [K in keyof D as D[K] extends ConditionalParameter ? never : K]: ValueOf<D[K]> } & {
    [K in keyof D as D[K] extends ConditionalParameter ? K : never]?: D[K] extends ConditionalParameter<infer P> ? ValueOf<P> : never
  }
>
