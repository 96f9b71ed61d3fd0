import { type Command, Option } from 'commander'
import type { ExitCode } from './exit-code.ts'
import { positiveInteger } from './option-values.ts'
import type { Place } from './run-settings.ts'
import type { Surroundings } from './surroundings.ts'
import type { SweepSettings } from './sweep-command.ts'

/** The commands that look after a stack: `doctor` and `sweep`. */
export function addUpkeepCommands(program: Command, surroundings: Surroundings, done: (code: ExitCode) => void): void {
  const stack = () => new Option('--stack <name>', 'the stack (default: trialfan)')
  const region = () => new Option('--region <name>', "its region (default: AWS_REGION, or the profile's)")
  program
    .command('doctor')
    .description('Looks at everything a run needs, and runs real trials; says what is missing and how to mend it.')
    .addOption(new Option('--on <place>', 'what to look at (default: local, or aws with --stack or --region)').choices(['local', 'aws']))
    .addOption(stack())
    .addOption(region())
    .option('--json', 'one JSON object a check on stdout', false)
    .action(async ({ on, ...rest }: Partial<Place> & { readonly json: boolean }) => {
      const { doctorCommand } = await import('./doctor-command.ts')
      const place = on ?? ((rest.stack ?? rest.region) === undefined ? 'local' : 'aws')
      done(await doctorCommand({ ...rest, on: place }, surroundings))
    })
  program
    .command('sweep')
    .description('Lists the queues and claim checks that dead runs have left on a stack.')
    .addOption(stack())
    .addOption(region())
    .addOption(new Option('--older-than <days>', 'only runs without a sign of life for so long').argParser(positiveInteger).default(4))
    .option('--yes', 'delete what is listed', false)
    .option('--json', 'one JSON object a run on stdout', false)
    .action(async (settings: SweepSettings) => {
      const { sweepCommand } = await import('./sweep-command.ts')
      done(await sweepCommand(settings, surroundings))
    })
}
