import { CdkToolkit } from './cdk-toolkit.ts'
import type { ExitCode } from './exit-code.ts'
import { type StackSettings, stackCommand } from './stack-command.ts'
import type { Surroundings } from './surroundings.ts'

export interface DeploySettings extends StackSettings {
  /** `1769,3538` */
  readonly memory?: string
  readonly runtime?: string
}

/** `trialfan deploy`: shows what would change, asks, and deploys with the CDK. */
export function deployCommand(settings: DeploySettings, surroundings: Surroundings): Promise<ExitCode> {
  return stackCommand(settings, surroundings, async ({ account, cdk, say, confirm }) => {
    const { region } = account.location
    const { stack, memory, runtime } = settings
    await using toolkit = await CdkToolkit.open({ cdk, region, context: { stack, memory, runtime }, surroundings })
    if (!(await toolkit.diff())) return say('nothing to change: this is what is deployed')
    if (!(await confirm('Deploy this?'))) return say('nothing was changed')
    await toolkit.deploy()
    const where = `--stack ${stack} --region ${region}`
    say(`deployed; look at it with "trialfan doctor ${where}", use it with "trialfan run STUDY --on aws ${where}"`)
  })
}
