import * as v from 'valibot'
import { parseShape } from '../../../contract/parse-shape.ts'
import type { JsonObject, ParameterValue } from '../../../contract/trial.ts'

const Value = v.union([v.number(), v.string(), v.boolean(), v.null()])
const bounds = { name: v.string(), lower: v.number(), upper: v.number(), log: v.boolean() }
const Space = v.object({
  hyperparameters: v.array(
    v.variant('type', [
      v.object({ type: v.picklist(['uniform_float', 'normal_float']), ...bounds }),
      v.object({ type: v.picklist(['uniform_int', 'normal_int']), ...bounds }),
      v.object({ type: v.literal('categorical'), name: v.string(), choices: v.array(Value) }),
      v.object({ type: v.literal('ordinal'), name: v.string(), sequence: v.array(Value) }),
      v.object({ type: v.literal('constant'), name: v.string(), value: Value }),
    ]),
  ),
})

/** A parameter as Optuna knows it. */
export interface OptunaDistribution {
  /** As Optuna's `distribution_to_json` writes it. */
  readonly json: string
  /** The number by which Optuna's storages know a value. */
  readonly internal: (value: ParameterValue) => number
}

/** The parameters of a space in ConfigSpace's JSON, by name. @throws ShapeError */
export function optunaDistributions(space: JsonObject): ReadonlyMap<string, OptunaDistribution> {
  return new Map(parseShape('space', Space, space).hyperparameters.map((parameter) => [parameter.name, distributionOf(parameter)]))
}

function distributionOf(parameter: v.InferOutput<typeof Space>['hyperparameters'][number]): OptunaDistribution {
  switch (parameter.type) {
    case 'uniform_float':
    case 'normal_float': {
      const { lower: low, upper: high, log } = parameter
      return { json: written('FloatDistribution', { step: null, low, high, log }), internal: Number }
    }
    case 'uniform_int':
    case 'normal_int': {
      const { lower: low, upper: high, log } = parameter
      return { json: written('IntDistribution', { log, step: 1, low, high }), internal: Number }
    }
    case 'categorical':
      return choice(parameter.choices)
    case 'ordinal':
      return choice(parameter.sequence)
    case 'constant':
      return choice([parameter.value])
  }
}

const choice = (choices: readonly ParameterValue[]): OptunaDistribution => ({
  json: written('CategoricalDistribution', { choices }),
  internal: (value) => choices.indexOf(value),
})

const written = (name: string, attributes: object): string => JSON.stringify({ name, attributes })
