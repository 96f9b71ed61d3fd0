import type { CategoricalParameter } from './categorical.ts'
import type { ConstantParameter } from './constant.ts'
import type { FloatParameter } from './float.ts'
import type { IntegerParameter } from './integer.ts'
import type { OrdinalParameter } from './ordinal.ts'

/** A parameter as it is declared; `defineSpace` checks it under its name. */
export type Parameter = FloatParameter | IntegerParameter | CategoricalParameter | OrdinalParameter | ConstantParameter
export type ParameterKind = Parameter['kind']
