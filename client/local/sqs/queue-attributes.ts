import type { QueueTimes } from '../model/queue-model.ts'
import { ServiceFault } from '../service-fault.ts'

/** SQS's defaults, in seconds and bytes. */
export const DEFAULT_ATTRIBUTES: Readonly<Record<string, string>> = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
}

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
}

/** Kept and shown, without an effect here: nothing is encrypted on the loopback interface, and nobody else has access. */
const WITHOUT_EFFECT = new Set(['FifoQueue', 'KmsDataKeyReusePeriodSeconds', 'KmsMasterKeyId', 'Policy', 'SqsManagedSseEnabled'])

/** @throws ServiceFault `InvalidAttributeName`, `InvalidAttributeValue` */
export function checkAttributes(attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (WITHOUT_EFFECT.has(name)) continue
    const range = RANGES[name]
    if (range === undefined)
      throw new ServiceFault('InvalidAttributeName', `Unknown Attribute ${name}, or one the embedded cluster does not emulate.`)
    const number = Number(value)
    if (!Number.isInteger(number) || number < range[0] || number > range[1]) {
      throw new ServiceFault(
        'InvalidAttributeValue',
        `Invalid value for the parameter ${name}: expected ${range[0]} to ${range[1]}, got ${value}`,
      )
    }
  }
}

export function queueTimes(attributes: Readonly<Record<string, string>>): QueueTimes {
  return {
    visibilityMs: Number(attributes.VisibilityTimeout) * 1000,
    retentionMs: Number(attributes.MessageRetentionPeriod) * 1000,
    delayMs: Number(attributes.DelaySeconds) * 1000,
  }
}
