import type { Check } from '../upkeep/check.ts'
import { examineLocal } from '../upkeep/examine-local.ts'
import { examineStack } from '../upkeep/examine-stack.ts'
import { errorLines } from './error-lines.ts'
import { EXIT_CODE, type ExitCode } from './exit-code.ts'
import { Interruption } from './interruption.ts'
import { printable } from './printable.ts'
import type { Place } from './run-settings.ts'
import type { Surroundings } from './surroundings.ts'
import { type Terminal, terminal } from './terminal.ts'

export interface DoctorSettings extends Place {
  readonly json: boolean
}

const MARKS = { ok: '✓', warning: '!', failed: '✗', skipped: '-' } as const
const NAME_WIDTH = 30

/** `trialfan doctor`: looks at everything a run needs, prints each check as it is done, and fails when one has. */
export async function doctorCommand(settings: DoctorSettings, surroundings: Surroundings): Promise<ExitCode> {
  const { clock, env, signals, exit, stdout, stderr } = surroundings
  const { colors } = terminal(stdout, env)
  const leave = (): void => exit(EXIT_CODE.interrupted)
  using interruption = new Interruption(signals, () => undefined, leave)
  const { signal } = interruption
  const { stack, region } = settings
  const checks =
    settings.on === 'local'
      ? examineLocal({ clock, signal, node: process.versions.node, platform: process.platform })
      : examineStack({ stack, region, endpoint: env.AWS_ENDPOINT_URL, clock, signal })
  let failures = 0
  try {
    for await (const check of checks) {
      if (check.status === 'failed') failures++
      const lines = settings.json ? [JSON.stringify(check)] : checkLines(check, colors)
      stdout.write(`${lines.join('\n')}\n`)
    }
  } catch (error) {
    if (signal.aborted) return EXIT_CODE.interrupted
    stderr.write(`${errorLines(error, terminal(stderr, env).colors).join('\n')}\n`)
    return EXIT_CODE.failed
  }
  if (failures === 0) return EXIT_CODE.done
  if (!settings.json) stdout.write(`${failures} ${failures === 1 ? 'check' : 'checks'} failed\n`)
  return EXIT_CODE.failed
}

function checkLines({ name, status, text, mend }: Check, colors: Terminal['colors']): readonly string[] {
  const paint = { ok: colors.green, warning: colors.yellow, failed: colors.red, skipped: colors.dim }[status]
  const line = `${paint(MARKS[status])} ${name.padEnd(NAME_WIDTH)} ${printable(text)}`
  return mend === null ? [line] : [line, `  → ${printable(mend)}`]
}
