import type { Configuration, JsonObject, ParameterValue } from '../../../contract/trial.ts'
import type { Condition } from '../condition.ts'
import type { ConfigurationSpace } from '../configuration-space.ts'
import type { Domain } from '../domain.ts'
import type { Parameter } from '../parameter.ts'
import { conditionJson } from './condition-json.ts'
import { CONFIGSPACE_FORMAT, type ConfigSpaceJson } from './configspace-json.ts'
import { forbiddenJson } from './forbidden-json.ts'

/**
 * The space as ConfigSpace's `from_json` reads it: SMAC, auto-sklearn and DeepCAVE know the format.
 * @throws SpaceError for what ConfigSpace cannot say: a condition that compares two parameters, or forbidding that two differ
 *
 * @example await writeFile('configspace.json', JSON.stringify(toConfigSpaceJson(space, 'tsp')))
 */
export function toConfigSpaceJson<C extends Configuration>(space: ConfigurationSpace<C>, name: string | null = null): ConfigSpaceJson {
  const { definition, forbidden } = space.source
  const domains = new Map(space.parameters.map((parameter) => [parameter.name, parameter.domain]))
  const hyperparameters: JsonObject[] = []
  const conditions: JsonObject[] = []
  for (const [parameter, declared] of Object.entries(definition)) {
    const domain = domains.get(parameter) as Domain
    hyperparameters.push(parameterJson(parameter, declared.kind === 'when' ? declared.parameter : declared, domain))
    if (declared.kind === 'when') conditions.push(conditionJson(parameter, declared.condition, domains))
  }
  const forbiddens = forbidden.map(({ condition }: { readonly condition: Condition }) => forbiddenJson(condition, domains))
  return { name, hyperparameters, conditions, forbiddens, format_version: CONFIGSPACE_FORMAT }
}

function parameterJson(name: string, parameter: Parameter, { defaultValue }: Domain): JsonObject {
  switch (parameter.kind) {
    case 'float':
    case 'integer': {
      const { lower, upper, log, normal } = parameter
      const suffix = parameter.kind === 'float' ? 'float' : 'int'
      const shared = { name, lower, upper, default_value: defaultValue, log, meta: null }
      if (normal === undefined) return { type: `uniform_${suffix}`, ...shared }
      return { type: `normal_${suffix}`, mu: normal.mean, sigma: normal.deviation, ...shared }
    }
    case 'categorical':
      return {
        type: 'categorical',
        name,
        choices: parameter.values as readonly ParameterValue[],
        weights: parameter.weights ?? null,
        default_value: defaultValue,
        meta: null,
      }
    case 'ordinal':
      return { type: 'ordinal', name, sequence: parameter.values as readonly ParameterValue[], default_value: defaultValue, meta: null }
    case 'constant':
      return { type: 'constant', name, value: defaultValue, meta: null }
  }
}
