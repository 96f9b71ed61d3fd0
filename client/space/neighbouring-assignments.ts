import type { ParameterValue } from '../../contract/trial.ts'
import { assignPart } from './assign-part.ts'
import type { Assignment } from './assignment.ts'
import type { Domain } from './domain.ts'
import type { Random } from './random.ts'
import type { SpaceParameter, SpaceStructure } from './space-structure.ts'

/** SMAC's values (Hutter, Hoos and Leyton-Brown, "Sequential Model-Based Optimization for General Algorithm Configuration", 2011, section 4.3). */
const NUMERIC_NEIGHBOURS = 4
const SPREAD = 0.2

/**
 * Every legal assignment that differs in one active parameter: all other values of a categorical, the next ones of an ordinal,
 * four normal draws around a number (standard deviation 0.2 of the unit interval). Children that become active start at their defaults.
 */
export function* neighbouringAssignments(structure: SpaceStructure, values: Assignment, random: Random): Generator<Assignment> {
  const { parameters } = structure
  for (const part of structure.parts)
    for (const place of part.members) {
      const value = values[place]
      if (value === undefined) continue
      for (const other of otherValues((parameters[place] as SpaceParameter).domain, value, random)) {
        const changed = [...values]
        const legal = assignPart(structure, part, changed, (member) => {
          if (member === place) return other
          const kept = values[member]
          // Not `??`: null is a value like any other.
          return kept === undefined ? (parameters[member] as SpaceParameter).domain.defaultValue : kept
        })
        if (legal) yield changed
      }
    }
}

function otherValues(domain: Domain, value: ParameterValue, random: Random): readonly ParameterValue[] {
  switch (domain.kind) {
    case 'constant':
      return []
    case 'categorical':
      return allBut(domain, value)
    case 'ordinal': {
      const index = domain.indexOf(value)
      return [index - 1, index + 1].filter((at) => at >= 0 && at < domain.size).map((at) => domain.at(at))
    }
    case 'integer':
      return domain.size <= NUMERIC_NEIGHBOURS + 1 ? allBut(domain, value) : drawAround(domain, value, random)
    case 'float':
      return drawAround(domain, value, random)
  }
}

function allBut(domain: Domain, value: ParameterValue): readonly ParameterValue[] {
  return Array.from({ length: domain.size }, (_, index) => domain.at(index)).filter((other) => other !== value)
}

function drawAround(domain: Domain, value: ParameterValue, random: Random): readonly ParameterValue[] {
  const middle = domain.toUnit(value)
  const found = new Set<ParameterValue>()
  // Bounded: a skewed integer may have few values within reach.
  for (let tries = 0; tries < 10 * NUMERIC_NEIGHBOURS && found.size < NUMERIC_NEIGHBOURS; tries++) {
    const unit = middle + SPREAD * random.normal()
    if (unit < 0 || unit > 1) continue
    const other = domain.fromUnit(unit)
    if (other !== value) found.add(other)
  }
  return [...found]
}
