import { Command, CommanderError, Option } from 'commander'
import { OPTIMIZER_NAMES } from '../study/optimizer-name.ts'
import { addDeployCommands } from './deploy-commands.ts'
import { EXIT_CODE, type ExitCode } from './exit-code.ts'
import { dollars, factor, listed, nonNegativeInteger, positiveInteger } from './option-values.ts'
import { packageManifest } from './package-manifest.ts'
import type { RunSettings } from './run-settings.ts'
import { addRunsCommands } from './runs-commands.ts'
import type { Surroundings } from './surroundings.ts'
import { addUpkeepCommands } from './upkeep-commands.ts'

/** Reads the arguments and does what they say. Never throws: errors are printed on stderr, and the exit code tells. */
export async function commandLine(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { version } = await packageManifest()
  let code: ExitCode = EXIT_CODE.done
  const program = new Command('trialfan')
    .description('Runs an optimization from here on cloud functions: every trial a Lambda.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void surroundings.stdout.write(text),
      writeErr: (text) => void surroundings.stderr.write(text),
    })
    .showHelpAfterError('(add --help for what there is)')
  program
    .command('run')
    .description('Runs a study on the embedded local cluster or on a deployed stack, and prints the best configuration.')
    .argument('<study>', 'file whose default export is a study (TypeScript or JavaScript)')
    .addOption(new Option('--on <place>', 'where the trials run').choices(['local', 'aws']).default('local'))
    .option('--stack <name>', 'with --on aws: the stack (default: trialfan)')
    .option('--region <name>', "with --on aws: its region (default: AWS_REGION, or the profile's)")
    .option('--workers <n>', 'trials at a time (default: one for each core, or as many as the account allows)', positiveInteger)
    .option('--trials <n>', "trials of the whole run, instead of the study's own number", positiveInteger)
    .option('--max-cost <usd>', 'what the run may cost, US dollars; where nothing is charged, what AWS would charge for it', dollars)
    .option('--straggler-factor <k>', 'send a trial that takes k times the median a second time, while workers are free', factor)
    .option('--seed <n>', "seed of the run, instead of the study's own", nonNegativeInteger)
    .addOption(
      new Option(
        '--optimizer <name>',
        "what decides which trials are run (default: the study's own, or what fits its budgets and instances)",
      ).choices(OPTIMIZER_NAMES),
    )
    .option('--warm-start <run>', 'an earlier run of this directory, whose trials are known from the beginning; may be given again', listed)
    .option('--json', 'one JSON object a line on stdout: start, trial, incumbent, end', false)
    .action(async (study: string, options: RunSettings, command: Command) => {
      if (options.on === 'local' && (options.stack ?? options.region) !== undefined) {
        command.error('error: --stack and --region name a deployed stack: add --on aws')
      }
      // Only who runs a study waits for the SDK and the bundler to be read in.
      const { runCommand } = await import('./run-command.ts')
      code = await runCommand(study, options, surroundings)
    })
  const done = (exitCode: ExitCode): void => {
    code = exitCode
  }
  addRunsCommands(program, surroundings, done)
  addUpkeepCommands(program, surroundings, done)
  addDeployCommands(program, surroundings, done)
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? EXIT_CODE.done : EXIT_CODE.wrongUse
  }
  return code
}
