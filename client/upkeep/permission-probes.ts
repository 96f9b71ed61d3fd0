import { createHash } from 'node:crypto'
import { eventClaimKey, objectKey } from '../../contract/object-keys.ts'
import type { DeployedCluster } from '../aws/deployed-cluster.ts'
import type { StackUpkeep } from '../aws/stack-upkeep.ts'
import type { PermissionProbe } from './permission-probe.ts'

const CONTENT = Buffer.from('trialfan doctor was here')

/**
 * Every call that a client makes of a stack, small and harmless, in an order in which each finds what it needs.
 * They work on a run of their own, which is gone afterwards; the one shared object they store expires with the bucket's rules.
 */
export function permissionProbes(cluster: DeployedCluster, upkeep: StackUpkeep, run: string): readonly PermissionProbe[] {
  const { queues, objects } = cluster.transport
  const { workers } = cluster.facts
  const { leftovers } = upkeep
  const sha256 = createHash('sha256').update(CONTENT).digest('hex')
  const claim = eventClaimKey(run, 0, 1, sha256)
  const shared = objectKey(sha256)
  const body = { bytes: CONTENT.byteLength, chunks: () => [CONTENT] }
  let url = ''
  return [
    {
      action: 'lambda:GetAccountSettings',
      purpose: "reading the account's limit",
      run: (signal) => upkeep.accountConcurrency(signal),
    },
    ...workers.flatMap(({ name, memoryMiB }): PermissionProbe[] => [
      {
        action: 'lambda:GetFunctionConcurrency',
        purpose: `reading the limit of the ${memoryMiB} MiB workers`,
        run: (signal) => upkeep.reservedConcurrency(name, signal),
      },
      {
        action: 'lambda:InvokeFunction',
        purpose: `sending trials to the ${memoryMiB} MiB workers`,
        run: (signal) => upkeep.tryInvoke(name, signal),
      },
    ]),
    {
      action: 'sqs:CreateQueue',
      purpose: "making the run's queue, with its tags",
      async run(signal) {
        url = await queues.open(run, { signal })
      },
    },
    {
      action: 'sqs:GetQueueUrl',
      purpose: "finding the run's queue again (resume)",
      after: 'sqs:CreateQueue',
      run: (signal) => leftovers.find(run, signal),
    },
    {
      action: 'sqs:ReceiveMessage',
      purpose: 'reading results',
      after: 'sqs:CreateQueue',
      run: (signal) => queues.receive(url, { waitSeconds: 0, signal }),
    },
    {
      action: 'sqs:DeleteMessage',
      purpose: 'taking results in',
      after: 'sqs:CreateQueue',
      // A receipt that does not exist is no fault of the call.
      run: (signal) => queues.acknowledge(url, ['none'], { signal }),
    },
    {
      action: 'sqs:GetQueueAttributes',
      purpose: 'the age of a queue (sweep)',
      after: 'sqs:CreateQueue',
      run: (signal) => leftovers.queue(url, signal),
    },
    { action: 'sqs:ListQueues', purpose: 'finding the queues of dead runs (sweep)', run: (signal) => leftovers.queues(signal).next() },
    {
      action: 'sqs:DeleteQueue',
      purpose: "removing the run's queue",
      after: 'sqs:CreateQueue',
      run: (signal) => queues.remove(url, { signal }),
    },
    { action: 's3:ListBucket', purpose: 'telling what is stored already', run: (signal) => leftovers.objects(signal).next() },
    { action: 's3:PutObject', purpose: 'sharing targets and data', run: (signal) => objects.put(shared, body, { signal }) },
    { action: 's3:PutObject', purpose: 'large events', run: (signal) => objects.put(claim, body, { signal }) },
    {
      action: 's3:GetObject',
      purpose: 'large results',
      after: 's3:PutObject',
      run: (signal) => objects.get(claim, { signal, maxBytes: CONTENT.byteLength }),
    },
    {
      action: 's3:AbortMultipartUpload',
      purpose: 'ending an interrupted upload',
      after: 's3:PutObject',
      run: (signal) => upkeep.tryUpload(shared, signal),
    },
    {
      action: 's3:DeleteObject',
      purpose: 'removing what runs left (sweep)',
      after: 's3:PutObject',
      run: (signal) => leftovers.removeObjects([claim], signal),
    },
  ]
}
