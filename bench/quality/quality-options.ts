import { parseArgs } from 'node:util'
import { defaultFacade, FACADE_NAMES } from './facades.ts'
import type { QualityFunction } from './quality-function.ts'
import { FURTHER_FUNCTIONS, functionNamed, QUALITY_FUNCTIONS } from './quality-functions.ts'

export interface QualityOptions {
  readonly functions: readonly QualityFunction[]
  /** The facade for a function. */
  readonly facade: (quality: QualityFunction) => string
  readonly workers: readonly number[]
  readonly seeds: number
  readonly trials: number | null
  readonly jsonFile: string | null
}

export const QUALITY_USAGE = `npm run bench:quality -- [--seeds N] [--function NAME,…] [--further] [--facade NAME] [--workers N,…] [--trials N] [--json FILE]
  --seeds N        seeds 0 to N-1 (default 10)
  --function NAME  ${QUALITY_FUNCTIONS.map(({ name }) => name).join(', ')}
  --further        instead of them ${FURTHER_FUNCTIONS.map(({ name }) => name).join(', ')}
  --facade NAME    ${FACADE_NAMES.join(', ')} (default: what a study of that kind gets)
  --workers N      trials pending at a time (default 8)
  --trials N       instead of the function's own number
  --json FILE      write every run to FILE`

/** @throws Error that says what is wrong with the command line */
export function readQualityOptions(args: readonly string[]): QualityOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '10' },
      function: { type: 'string' },
      further: { type: 'boolean', default: false },
      facade: { type: 'string' },
      workers: { type: 'string', default: '8' },
      trials: { type: 'string' },
      json: { type: 'string' },
    },
  })
  const { facade } = values
  if (facade !== undefined && !FACADE_NAMES.includes(facade))
    throw new Error(`--facade: expected ${FACADE_NAMES.join(', ')}, got ${facade}`)
  return {
    functions:
      values.function === undefined
        ? values.further
          ? FURTHER_FUNCTIONS
          : QUALITY_FUNCTIONS
        : values.function.split(',').map(functionNamed),
    facade: ({ kind }) => facade ?? defaultFacade(kind),
    workers: values.workers.split(',').map((text) => count('--workers', text)),
    seeds: count('--seeds', values.seeds),
    trials: values.trials === undefined ? null : count('--trials', values.trials),
    jsonFile: values.json ?? null,
  }
}

function count(option: string, text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new Error(`${option}: expected a whole number of at least 1, got ${text}`)
  return number
}
