import { deployedSizes } from '../aws/deployed-sizes.ts'
import { ownStack } from '../aws/own-stack.ts'
import { CdkToolkit } from './cdk-toolkit.ts'
import type { ExitCode } from './exit-code.ts'
import { type StackSettings, stackCommand } from './stack-command.ts'
import type { Surroundings } from './surroundings.ts'

export interface DeploySettings extends StackSettings {
  /** `1769,3538` */
  readonly memory?: string
  readonly runtime?: string
}

/**
 * `trialfan deploy`: shows what would change, asks, and deploys with the CDK. A stack that is there keeps its sizes unless others are
 * named; one of somebody else's is not touched: the CDK would replace all that is in it.
 */
export function deployCommand(settings: DeploySettings, surroundings: Surroundings): Promise<ExitCode> {
  return stackCommand(settings, surroundings, async ({ account, cdk, signal, say, confirm }) => {
    const { region } = account.location
    const { stack, runtime } = settings
    const present = await ownStack(account, stack, signal)
    const kept = present === null || settings.memory !== undefined ? null : deployedSizes(present)
    const memory = kept?.join(',') ?? settings.memory
    if (kept !== null) say(`workers of ${kept.join(', ')} MiB, as deployed (--memory names others)`)
    await using toolkit = await CdkToolkit.open({ cdk, region, context: { stack, memory, runtime }, surroundings })
    if (!(await toolkit.diff())) return say('nothing to change: this is what is deployed')
    if (!(await confirm('Deploy this?'))) return say('nothing was changed')
    await toolkit.deploy()
    const where = `--stack ${stack} --region ${region}`
    say(`deployed; look at it with "trialfan doctor ${where}", use it with "trialfan run STUDY --on aws ${where}"`)
  })
}
