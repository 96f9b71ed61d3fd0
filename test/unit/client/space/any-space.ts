import fc from 'fast-check'
import {
  allOf,
  anyOf,
  type Condition,
  type ConfigurationSpace,
  categorical,
  constant,
  defineSpace,
  type ForbiddenClause,
  float,
  forbid,
  greaterThan,
  integer,
  lessThan,
  notEqual,
  ordinal,
  type Parameter,
  relation,
  SpaceError,
  when,
} from '../../../../client/space/index.ts'

const anyValue = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.string({ maxLength: 3 }), fc.boolean(), fc.constant(null))
const anyValues = fc.uniqueArray(anyValue, { minLength: 1, maxLength: 5 })

const anyFloat = fc
  .tuple(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), fc.double({ min: 1e-3, max: 1e6, noNaN: true }), fc.boolean())
  .map(([lower, width, log]) => float(lower, lower + width, { log }))
const anyNormal = fc
  .tuple(fc.double({ min: -1, max: 2, noNaN: true }), fc.double({ min: 0.3, max: 3, noNaN: true }), fc.boolean())
  .map(([mean, deviation, whole]) => {
    const normal = { mean: 10 * mean, deviation: 10 * deviation }
    return whole ? integer(-5, 15, { normal }) : float(-5, 15, { normal })
  })
const anyInteger = fc
  .tuple(
    fc.integer({ min: 1, max: 1000 }),
    fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 60 }) }, fc.integer({ min: 1, max: 2 ** 30 })),
    fc.boolean(),
    fc.integer({ min: -2000, max: 0 }),
  )
  .map(([lower, width, log, shift]) => (log ? integer(lower, lower + width, { log }) : integer(lower + shift, lower + shift + width)))
const anyCategorical = fc
  .tuple(anyValues, fc.option(fc.array(fc.double({ min: 0.1, max: 9, noNaN: true }), { minLength: 5, maxLength: 5 }), { nil: undefined }))
  .map(([values, weights]) => categorical(values, weights === undefined ? {} : { weights: weights.slice(0, values.length) }))
const anyParameter: fc.Arbitrary<Parameter> = fc.oneof(
  anyFloat,
  anyInteger,
  anyNormal,
  anyCategorical,
  anyValues.map((values) => ordinal(values)),
  anyValue.map((value) => constant(value)),
)

/** A number from 0 to 1 picks what to test of a parameter. */
function testOf(parameter: Parameter, pick: number) {
  switch (parameter.kind) {
    case 'float':
    case 'integer': {
      const middle = parameter.lower + Math.floor(pick * (parameter.upper - parameter.lower))
      return pick < 0.5 ? lessThan(Math.max(middle, parameter.lower + 0.5)) : greaterThan(Math.min(middle, parameter.upper - 0.5))
    }
    case 'constant':
      return parameter.value
    default: {
      const value = parameter.values[Math.floor(pick * parameter.values.length * 0.999)] as string
      return parameter.values.length > 1 && pick > 0.7 ? notEqual(value) : [value]
    }
  }
}

export interface AnySpace {
  readonly space: ConfigurationSpace
  readonly definition: Record<string, ReturnType<typeof when> | Parameter>
}

/** Spaces of every kind of parameter, with conditions on earlier ones and clauses that spare the default configuration. */
export const anySpace: fc.Arbitrary<AnySpace> = fc
  .tuple(
    fc.array(fc.tuple(anyParameter, fc.nat(), fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 4 })), {
      minLength: 1,
      maxLength: 8,
    }),
    fc.array(fc.tuple(fc.nat(), fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), { maxLength: 3 }),
  )
  .map(([drawn, clauses]) => {
    const definition: AnySpace['definition'] = {}
    const parameters = drawn.map(([parameter]) => parameter)
    const test = (place: number, pick: number): Condition => ({ [`p${place}`]: testOf(parameters[place]!, pick) })
    drawn.forEach(([parameter, first, second, pick, shape], place) => {
      const [a, b] = place === 0 ? [0, 0] : [first % place, second % place]
      const conditions = place === 0 ? [] : [test(a, pick), test(b, 1 - pick)]
      if (place === 0 || shape < 2) definition[`p${place}`] = parameter
      else if (shape === 2) definition[`p${place}`] = when(conditions[0]!, parameter)
      else definition[`p${place}`] = when(shape === 3 ? anyOf(...conditions) : allOf(...conditions), parameter)
    })
    const numeric = parameters.flatMap(({ kind }, place) => (kind === 'float' || kind === 'integer' ? [place] : []))
    let space = defineSpace(definition)
    const forbidden: ForbiddenClause[] = []
    for (const [first, second, pick, related] of clauses) {
      const [a, b] = [first % parameters.length, second % parameters.length]
      const [left, right] = [numeric[first % numeric.length], numeric[second % numeric.length]]
      const condition =
        related && left !== undefined && right !== undefined && left !== right
          ? relation(`p${left}`, '<', `p${right}`)
          : allOf(test(a, pick), test(b, 1 - pick))
      try {
        const bound = defineSpace(definition, { forbidden: [...forbidden, forbid(condition)] })
        if (bound.size() === 0) continue
        space = bound
        forbidden.push(forbid(condition))
      } catch (error) {
        if (!(error instanceof SpaceError && error.message.includes('default configuration is forbidden'))) throw error
      }
    }
    return { space, definition }
  })
