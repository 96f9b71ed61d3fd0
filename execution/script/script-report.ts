import { StatusType } from '../../contract/status.ts'

/** What a script has said of its trial. */
export interface ScriptReport {
  readonly status: StatusType
  /** As many as it named; null when it named none. */
  readonly cost: number | readonly number[] | null
  readonly runtimeMs: number | null
  readonly cpuTimeMs: number | null
  readonly additionalInfo: string | null
}

const KEYS = ['cost', 'status', 'runtime', 'cpu_time', 'additional_info'] as const
type Key = (typeof KEYS)[number]

const STATUSES: ReadonlyMap<string, StatusType> = new Map([
  ['SUCCESS', StatusType.SUCCESS],
  ['CRASHED', StatusType.CRASHED],
  ['TIMEOUT', StatusType.TIMEOUT],
  ['MEMORYOUT', StatusType.MEMORYOUT],
])

const BEGINNING = new RegExp(String.raw`^\s*(?:${KEYS.join('|')})\s*=`)
const COST_OR_STATUS = /(?:^|;)\s*(?:cost|status)\s*=/

/** Whether a line of a script's output is its report: `cost=0.5; status=SUCCESS; runtime=1.2; cpu_time=1; additional_info=text`. */
export function isReport(line: string): boolean {
  return BEGINNING.test(line) && COST_OR_STATUS.test(line)
}

/**
 * Reads a report (SMAC: `TargetFunctionScriptRunner`): the costs of several objectives in declared order with commas between; times in
 * seconds; the information last, up to the end of the line. A report without a status is one of a success.
 * @returns what is wrong with it, where it cannot be read
 */
export function readReport(line: string): ScriptReport | { readonly error: string } {
  const found = new Map<Key, string>()
  for (let rest = line; rest.trim() !== ''; ) {
    const [, name = '', after = ''] = /^\s*([^=;]*?)\s*=(.*)$/s.exec(rest) ?? []
    const key = KEYS.find((known) => known === name)
    if (key === undefined) return { error: `expected ${KEYS.join(', ')}, each followed by "=", got ${JSON.stringify(rest.trim())}` }
    if (found.has(key)) return { error: `${key} is there twice` }
    const end = key === 'additional_info' ? -1 : after.indexOf(';')
    found.set(key, (end === -1 ? after : after.slice(0, end)).trim())
    rest = end === -1 ? '' : after.slice(end + 1)
  }
  return report(found)
}

function report(found: ReadonlyMap<Key, string>): ScriptReport | { readonly error: string } {
  const word = found.get('status') ?? 'SUCCESS'
  const status = STATUSES.get(word.toUpperCase())
  if (status === undefined) return { error: `expected a status of ${[...STATUSES.keys()].join(', ')}, got ${JSON.stringify(word)}` }
  const costs = found.get('cost')?.split(',').map(number) ?? null
  if (status === StatusType.SUCCESS && costs?.some(Number.isNaN))
    return { error: `expected a number as cost, or several with commas between, got ${JSON.stringify(found.get('cost'))}` }
  const times: Record<'runtime' | 'cpu_time', number | null> = { runtime: null, cpu_time: null }
  for (const key of ['runtime', 'cpu_time'] as const) {
    const text = found.get(key)
    if (text === undefined) continue
    const seconds = number(text)
    if (!(Number.isFinite(seconds) && seconds >= 0)) return { error: `expected a ${key} in seconds, got ${JSON.stringify(text)}` }
    times[key] = seconds * 1000
  }
  return {
    status,
    cost: costs === null ? null : costs.length === 1 ? (costs[0] ?? null) : costs,
    runtimeMs: times.runtime,
    cpuTimeMs: times.cpu_time,
    additionalInfo: found.get('additional_info') ?? null,
  }
}

/** As Python and C print numbers; NaN for what is none. */
function number(text: string): number {
  const word = text.trim()
  if (/^[+-]?inf(?:inity)?$/i.test(word)) return word.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return word === '' ? Number.NaN : Number(word)
}
