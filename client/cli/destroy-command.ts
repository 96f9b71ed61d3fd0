import { ownStack } from '../aws/own-stack.ts'
import { type Remains, StackRemoval } from '../aws/stack-removal.ts'
import { CdkToolkit } from './cdk-toolkit.ts'
import type { ExitCode } from './exit-code.ts'
import { formatBytes } from './format-bytes.ts'
import { printable } from './printable.ts'
import { type StackSettings, stackCommand } from './stack-command.ts'
import type { Surroundings } from './surroundings.ts'

export type DestroySettings = StackSettings

/** `trialfan destroy`: shows what a stack and its runs have, asks, and removes that and nothing else. */
export function destroyCommand(settings: DestroySettings, surroundings: Surroundings): Promise<ExitCode> {
  return stackCommand(settings, surroundings, async ({ account, cdk, signal, say, confirm }) => {
    const { stack } = settings
    const isDeployed = (await ownStack(account, stack, signal)) !== null
    using removal = new StackRemoval(account, stack)
    const remains = await removal.find(isDeployed, signal)
    const lines = remainsLines(remains)
    if (lines.length === 0) return say('there is nothing to remove: no such stack, and no queue of its runs')
    say(...lines)
    const { region } = account.location
    await using toolkit = isDeployed ? await CdkToolkit.open({ cdk, region, context: { stack }, surroundings }) : null
    if (!(await confirm('Remove all of this?'))) return say('nothing was removed')
    await removal.removeQueues(remains, signal)
    await removal.emptyBuckets(remains, signal)
    if (toolkit !== null) await destroyStack(toolkit, () => removal.emptyBuckets(remains, signal))
    say(`removed: ${lines.length} ${lines.length === 1 ? 'thing' : 'things'}, as listed`)
  })
}

/** A trial that was still running may have written to the bucket after it was emptied. */
async function destroyStack(toolkit: CdkToolkit, emptyAgain: () => Promise<void>): Promise<void> {
  try {
    await toolkit.destroy()
  } catch {
    await emptyAgain()
    await toolkit.destroy()
  }
}

function remainsLines({ resources, buckets, queues }: Remains): readonly string[] {
  return [
    ...resources.map(({ type, id }) => `  ${type.padEnd(32)} ${printable(id)}${contents(buckets.get(id))}`),
    ...queues.map(({ url, waiting }) => `  ${"a run's queue".padEnd(32)} ${printable(url)}, ${waiting} messages`),
  ]
}

function contents(held: { readonly objects: number; readonly bytes: number } | undefined): string {
  return held === undefined ? '' : `, ${held.objects} objects, ${formatBytes(held.bytes)}`
}
