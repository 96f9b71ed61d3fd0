import type { Command } from 'commander'
import type { ExitCode } from './exit-code.ts'
import { positiveInteger } from './option-values.ts'
import type { ResumeSettings } from './resume-command.ts'
import type { Surroundings } from './surroundings.ts'

/** What can be done with the runs that are written down in the working directory. `done` hears how a command ended. */
export function addRunsCommands(program: Command, surroundings: Surroundings, done: (code: ExitCode) => void): void {
  program
    .command('resume')
    .description('Goes on with a run that was interrupted, or whose process died.')
    .argument('<run>', "the run's id; its folder is trialfan-runs/<run>")
    .option('--study <file>', "the study's file, when it has moved")
    .option('--workers <n>', 'trials at a time, when that is to change', positiveInteger)
    .option('--trials <n>', 'trials of the whole run, when that is to change', positiveInteger)
    .option('--json', 'one JSON object a line on stdout: start, trial, incumbent, end', false)
    .action(async (run: string, options: ResumeSettings) => {
      const { resumeCommand } = await import('./resume-command.ts')
      done(await resumeCommand(run, options, surroundings))
    })
}
