import { type Command, Option } from 'commander'
import type { DeploySettings } from './deploy-command.ts'
import type { DestroySettings } from './destroy-command.ts'
import type { ExitCode } from './exit-code.ts'
import type { Surroundings } from './surroundings.ts'

/** The commands that make and remove a stack: `deploy` and `destroy`. */
export function addDeployCommands(program: Command, surroundings: Surroundings, done: (code: ExitCode) => void): void {
  const stack = () => new Option('--stack <name>', 'the stack').default('trialfan')
  const region = () => new Option('--region <name>', "its region (default: AWS_REGION, or the profile's)")
  const yes = () => new Option('--yes', 'do not ask').default(false)
  program
    .command('deploy')
    .description('Deploys a stack to an AWS account, or changes it; shows what changes, and asks.')
    .addOption(stack())
    .addOption(region())
    .option(
      '--memory <mib>',
      'memory of the workers, MiB; several, in rising order, are the sizes of a memory ladder (default: those deployed, or 1769)',
    )
    .option('--runtime <name>', "the functions' runtime (default: nodejs24.x)")
    .addOption(yes())
    .action(async (settings: DeploySettings) => {
      const { deployCommand } = await import('./deploy-command.ts')
      done(await deployCommand(settings, surroundings))
    })
  program
    .command('destroy')
    .description('Removes a stack with all that is in it, and the queues of its runs; shows what goes, and asks.')
    .addOption(stack())
    .addOption(region())
    .addOption(yes())
    .action(async (settings: DestroySettings) => {
      const { destroyCommand } = await import('./destroy-command.ts')
      done(await destroyCommand(settings, surroundings))
    })
}
