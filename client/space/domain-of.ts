import { CategoricalDomain } from './categorical-domain.ts'
import { ConstantDomain } from './constant-domain.ts'
import type { Domain } from './domain.ts'
import { FloatDomain } from './float-domain.ts'
import { IntegerDomain } from './integer-domain.ts'
import { OrdinalDomain } from './ordinal-domain.ts'
import type { Parameter } from './parameter.ts'

/** Checks a declared parameter under its name. @throws SpaceError */
export function domainOf(name: string, parameter: Parameter): Domain {
  switch (parameter.kind) {
    case 'float':
      return new FloatDomain(name, parameter)
    case 'integer':
      return new IntegerDomain(name, parameter)
    case 'categorical':
      return new CategoricalDomain(name, parameter)
    case 'ordinal':
      return new OrdinalDomain(name, parameter)
    case 'constant':
      return new ConstantDomain(name, parameter)
  }
}
