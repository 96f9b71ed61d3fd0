import { InvalidArgumentError } from 'commander'

/** @throws InvalidArgumentError */
export function positiveInteger(text: string): number {
  return integerFrom(1, text)
}

/** @throws InvalidArgumentError */
export function nonNegativeInteger(text: string): number {
  return integerFrom(0, text)
}

function integerFrom(least: number, text: string): number {
  const value = Number(text)
  const isFit = /^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least
  if (!isFit) throw new InvalidArgumentError(`expected an integer of at least ${least}.`)
  return value
}

/** @throws InvalidArgumentError */
export function factor(text: string): number {
  const value = Number(text)
  if (!(text.trim() !== '' && Number.isFinite(value) && value > 1)) throw new InvalidArgumentError('expected a number above 1.')
  return value
}

export function dollars(text: string): number {
  const value = Number(text)
  const isFit = text.trim() !== '' && Number.isFinite(value) && value > 0
  if (!isFit) throw new InvalidArgumentError('expected a number of US dollars above 0.')
  return value
}

/** Of an option that may be given more than once. */
export function listed(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}
