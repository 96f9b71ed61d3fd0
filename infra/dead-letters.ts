import { Duration, type RemovalPolicy } from 'aws-cdk-lib'
import { Alarm, type IAlarmAction, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { acknowledge } from './acknowledge.ts'

export interface DeadLettersOptions {
  /** What is told to whoever is alarmed. */
  readonly alarmDescription: string
  readonly alarmActions: readonly IAlarmAction[]
  readonly removalPolicy: RemovalPolicy
}

/** The queue that keeps what the relay could not deliver, with an alarm on its first message. */
export function deadLetters(scope: Construct, options: DeadLettersOptions): { readonly queue: Queue; readonly alarm: Alarm } {
  const queue = new Queue(scope, 'DeadLetters', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    removalPolicy: options.removalPolicy,
  })
  acknowledge(queue, 'AwsSolutions-SQS3', 'It is the dead-letter queue itself.')
  const alarm = new Alarm(scope, 'DeadLettersAlarm', {
    alarmDescription: options.alarmDescription,
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
    threshold: 1,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  })
  alarm.addAlarmAction(...options.alarmActions)
  return { queue, alarm }
}
