import type { Configuration } from '../../contract/trial.ts'
import { assignPart } from './assign-part.ts'
import type { Assignment } from './assignment.ts'
import { buildConfiguration } from './build-configuration.ts'
import { countConfigurations } from './count-configurations.ts'
import { encodeAssignment } from './encode-assignment.ts'
import { enumerateAssignments } from './enumerate-assignments.ts'
import { SpaceError } from './errors.ts'
import { neighbouringAssignments } from './neighbouring-assignments.ts'
import type { Random } from './random.ts'
import { readConfiguration } from './read-configuration.ts'
import { sampleAssignment } from './sample-assignment.ts'
import type { SpaceParameter, SpaceSource, SpaceStructure } from './space-structure.ts'

/**
 * All configurations an optimizer may try. Made by `defineSpace`; configurations are frozen plain records of the active parameters.
 */
export class ConfigurationSpace<C extends Configuration = Configuration> {
  readonly #structure: SpaceStructure
  readonly #defaultConfiguration: C
  #size: number | null = null

  /** @throws SpaceError when the default configuration is forbidden */
  constructor(structure: SpaceStructure) {
    this.#structure = structure
    const values = this.#blank()
    for (const part of structure.parts)
      if (!assignPart(structure, part, values, (place) => this.#parameter(place).domain.defaultValue)) {
        const clause = structure.clauses.find((each) => each.test(values))
        const names = clause?.dependences.map(({ parameter }) => this.#parameter(parameter).name) ?? []
        throw new SpaceError(
          names[0] ?? null,
          `the default configuration is forbidden: ${clause?.text}; give ${names.join(' or ')} another default`,
        )
      }
    this.#defaultConfiguration = this.#build(values)
  }

  /** In the order of the definition. */
  get parameters(): readonly SpaceParameter[] {
    return this.#structure.parameters
  }

  /** What it was made from. */
  get source(): SpaceSource {
    return this.#structure.source
  }

  defaultConfiguration(): C {
    return this.#defaultConfiguration
  }

  /** The configuration itself, known to be legal. @throws SpaceError that names the parameter and what was expected */
  check(configuration: Configuration): C {
    readConfiguration(this.#structure, configuration)
    return configuration as C
  }

  /** Whether a parameter exists in this configuration, by its condition. @throws SpaceError when the space has no such parameter */
  isActive(parameter: string, configuration: Configuration): boolean {
    if (!this.#structure.places.has(parameter)) throw new SpaceError(parameter, 'the space has no such parameter')
    return this.activeParameters(configuration).includes(parameter)
  }

  /** By the conditions, in the order of the definition; what the configuration leaves out fulfils no condition. */
  activeParameters(configuration: Configuration): readonly string[] {
    const values = this.#blank()
    const active = new Set<string>()
    for (const { members } of this.#structure.parts)
      for (const place of members) {
        const { name, domain, condition } = this.#parameter(place)
        if (condition !== null && !condition.test(values)) continue
        active.add(name)
        const value = Object.hasOwn(configuration, name) ? configuration[name] : undefined
        values[place] = domain.has(value) ? value : undefined
      }
    return this.parameters.map(({ name }) => name).filter((name) => active.has(name))
  }

  /**
   * Draws `n` legal configurations, independent of each other: each parameter by its own distribution given its parents,
   * and what the forbidden clauses rule out drawn anew.
   * @throws SpaceError when the clauses leave so little that no legal draw is found
   */
  sample(random: Random, n: number): C[] {
    const values = this.#blank()
    return Array.from({ length: n }, () => {
      sampleAssignment(this.#structure, values, random)
      return this.#build(values)
    })
  }

  /** One number from 0 to 1 a parameter, in the order of `parameters`; NaN where it is inactive. @throws SpaceError when illegal */
  encode(configuration: Configuration): Float64Array {
    return encodeAssignment(this.#structure, readConfiguration(this.#structure, configuration))
  }

  /**
   * The configuration at a point of the unit cube, or null when it is forbidden. Numbers of parameters that turn out inactive are not read.
   * @throws SpaceError when the vector has another length, or no number from 0 to 1 for an active parameter
   */
  decode(vector: ArrayLike<number>): C | null {
    if (vector.length !== this.parameters.length)
      throw new SpaceError(null, `expected a vector of ${this.parameters.length} numbers, got ${vector.length}`)
    const values = this.#blank()
    for (const part of this.#structure.parts) {
      const legal = assignPart(this.#structure, part, values, (place) => {
        const { name, domain } = this.#parameter(place)
        const unit = vector[place] ?? Number.NaN
        if (!(unit >= 0 && unit <= 1)) throw new SpaceError(name, `expected a number from 0 to 1 for an active parameter, got ${unit}`)
        return domain.fromUnit(unit)
      })
      if (!legal) return null
    }
    return this.#build(values)
  }

  /**
   * Legal configurations that differ in one parameter (and in what becomes active or inactive by it): every other category, the next
   * ordinal values, four normal draws around each number. @throws SpaceError when the configuration is not legal
   */
  neighbours(configuration: Configuration, random: Random): C[] {
    const values = readConfiguration(this.#structure, configuration)
    return Array.from(neighbouringAssignments(this.#structure, values, random), (neighbour) => this.#build(neighbour))
  }

  /** How many distinct legal configurations there are; Infinity with floats, or where conditions make too many cases to count. */
  size(): number {
    this.#size ??= countConfigurations(this.#structure)
    return this.#size
  }

  /** Every configuration of a finite space, once, in a fixed order. @throws SpaceError when `size()` is Infinity */
  configurations(): Iterable<C> {
    if (this.size() === Infinity) throw new SpaceError(null, 'the space is not finite, or too large to count; draw from it with sample')
    const build = this.#build.bind(this)
    const structure = this.#structure
    return (function* () {
      for (const values of enumerateAssignments(structure)) yield build(values)
    })()
  }

  #blank(): Assignment {
    return new Array(this.#structure.parameters.length).fill(undefined)
  }

  #parameter(place: number): SpaceParameter {
    return this.#structure.parameters[place] as SpaceParameter
  }

  /** The structure was compiled from the definition that C was inferred from. */
  #build(values: Assignment): C {
    return buildConfiguration(this.#structure, values) as C
  }
}
