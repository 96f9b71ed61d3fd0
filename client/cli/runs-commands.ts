import { type Command, Option } from 'commander'
import type { ExitCode } from './exit-code.ts'
import type { ExportSettings } from './export-command.ts'
import { dollars, positiveInteger } from './option-values.ts'
import type { ResumeSettings } from './resume-command.ts'
import type { Surroundings } from './surroundings.ts'

/** What can be done with the runs that are written down in the working directory. `done` hears how a command ended. */
export function addRunsCommands(program: Command, surroundings: Surroundings, done: (code: ExitCode) => void): void {
  program
    .command('resume')
    .description('Goes on with a run that was interrupted, or whose process died.')
    .argument('<run>', "the run's id; its folder is trialfan-runs/<run>, or on another machine")
    .addOption(
      new Option('--on <place>', 'aws: a run of another machine is taken from its stack').choices(['local', 'aws']).default('local'),
    )
    .option('--stack <name>', 'with --on aws: the stack (default: trialfan)')
    .option('--region <name>', "with --on aws: its region (default: AWS_REGION, or the profile's)")
    .option('--study <file>', "the study's file, when it has moved")
    .option('--workers <n>', 'trials at a time, when that is to change', positiveInteger)
    .option('--trials <n>', 'trials of the whole run, when that is to change', positiveInteger)
    .option('--max-cost <usd>', 'what the whole run may cost, US dollars, when that is to change', dollars)
    .option('--json', 'one JSON object a line on stdout: start, trial, incumbent, end', false)
    .action(async (run: string, options: ResumeSettings) => {
      const { resumeCommand } = await import('./resume-command.ts')
      done(await resumeCommand(run, options, surroundings))
    })
  program
    .command('ls')
    .description('Lists the runs that are written down in this directory.')
    .action(async () => {
      const { listCommand } = await import('./list-command.ts')
      done(listCommand(surroundings))
    })
  program
    .command('show')
    .description('Shows what a run is and how far it has come.')
    .argument('<run>', "the run's id")
    .action(async (run: string) => {
      const { showCommand } = await import('./show-command.ts')
      done(showCommand(run, surroundings))
    })
  program
    .command('export')
    .description("Gives a run's trials to other tools.")
    .argument('<run>', "the run's id")
    .addOption(
      new Option('--to <format>', "the format; optuna: a file for its JournalStorage, smac: a folder as SMAC's own")
        .choices(['csv', 'json', 'optuna', 'smac'])
        .default('csv'),
    )
    .option('--out <path>', 'a file in place of stdout; for smac the folder (default: smac3_output)')
    .action(async (run: string, options: ExportSettings) => {
      const { exportCommand } = await import('./export-command.ts')
      done(exportCommand(run, options, surroundings))
    })
}
