import type { ParameterValue } from '../../../contract/trial.ts'
import { categorical } from '../categorical.ts'
import { constant } from '../constant.ts'
import { float } from '../float.ts'
import { integer } from '../integer.ts'
import { ordinal } from '../ordinal.ts'
import type { Parameter } from '../parameter.ts'
import type { JsonFields } from './json-fields.ts'

/** One entry of `hyperparameters`. @throws SpaceError for a kind that trialfan does not have */
export function readParameter(fields: JsonFields): Parameter {
  const type = fields.text('type')
  switch (type) {
    case 'uniform_float':
    case 'normal_float':
      return float(fields.number('lower'), fields.number('upper'), numeric(fields, type === 'normal_float'))
    case 'uniform_int':
    case 'normal_int':
      return integer(fields.number('lower'), fields.number('upper'), numeric(fields, type === 'normal_int'))
    case 'categorical': {
      const weights = fields.has('weights') ? { weights: fields.values('weights').map(Number) } : {}
      return categorical(fields.values('choices'), { ...preset(fields), ...weights })
    }
    case 'ordinal':
      return ordinal(fields.values('sequence'), preset(fields))
    case 'constant':
      return constant(fields.value('value'))
    default:
      return fields.fail('type', 'uniform_float, uniform_int, normal_float, normal_int, categorical, ordinal or constant')
  }
}

function numeric(fields: JsonFields, isNormal: boolean) {
  const normal = isNormal ? { normal: { mean: fields.number('mu'), deviation: fields.number('sigma') } } : {}
  return { log: fields.flag('log'), ...(fields.has('default_value') ? { default: fields.number('default_value') } : {}), ...normal }
}

function preset(fields: JsonFields): { readonly default?: ParameterValue } {
  return fields.has('default_value') ? { default: fields.value('default_value') } : {}
}
