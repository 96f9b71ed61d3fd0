import { describe, expect, it } from 'vitest'
import { clientPolicy } from '../../../contract/client-policy.ts'
import { actionsOf, type PolicyStatement, resourcesOf, statementsIn } from './support/policy-statement.ts'
import { templateOf } from './support/template-of.ts'

const template = templateOf({ memoryMiB: [1769, 3538] })
const all = statementsIn(template)
const RUN_QUEUES = 'arn:<AWS::Partition>:sqs:<AWS::Region>:<AWS::AccountId>:tf-run-*'

/** What a role or policy allows: `action resource`, sorted, with the names that CloudFormation adds cut off. */
function allowed(prefix: string): readonly string[] {
  const own = all.filter(([id]) => id.startsWith(prefix)).map(([, statement]) => statement)
  expect(own.every((statement: PolicyStatement) => statement.Effect === 'Allow')).toBe(true)
  return own
    .flatMap((statement) => actionsOf(statement).flatMap((action) => resourcesOf(statement).map((resource) => `${action} ${resource}`)))
    .map((line) => line.replace(/<FanOut(\w+?)[0-9A-F]{8}(?=[.>])/g, '<$1'))
    .toSorted()
}

describe('permissions', () => {
  it('name every action, and a resource unless the action has none', () => {
    for (const [, statement] of all.filter(([, one]) => one.Effect === 'Allow')) {
      for (const action of actionsOf(statement)) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/)
      if (resourcesOf(statement).includes('*'))
        expect(['lambda:GetAccountSettings', 'sqs:ListQueues']).toEqual(expect.arrayContaining([...actionsOf(statement)]))
    }
  })

  it('let a worker read inputs, write large results, send to run queues, hand failures on and log', () => {
    expect(allowed('FanOutWorkerRole')).toEqual(
      [
        's3:GetObject <Objects.Arn>/objects/*',
        's3:GetObject <Objects.Arn>/runs/*/events/*',
        's3:GetObject <Objects.Arn>/runs/*/cancelled',
        's3:PutObject <Objects.Arn>/runs/*/results/*',
        `sqs:SendMessage ${RUN_QUEUES}`,
        'lambda:InvokeFunction <FailureRelay.Arn>',
        'logs:CreateLogStream <Worker1769Logs.Arn>',
        'logs:CreateLogStream <Worker3538Logs.Arn>',
        'logs:PutLogEvents <Worker1769Logs.Arn>',
        'logs:PutLogEvents <Worker3538Logs.Arn>',
      ].toSorted(),
    )
  })

  it('let the relay send to run queues, keep what it cannot deliver, and log', () => {
    expect(allowed('FanOutFailureRelayRole')).toEqual(
      [
        `sqs:SendMessage ${RUN_QUEUES}`,
        'sqs:SendMessage <DeadLetters.Arn>',
        'logs:CreateLogStream <FailureRelayLogs.Arn>',
        'logs:PutLogEvents <FailureRelayLogs.Arn>',
      ].toSorted(),
    )
  })

  it('let nobody but Lambda be a function', () => {
    const roles = Object.values(template.findResources('AWS::IAM::Role'))
    expect(roles).toHaveLength(2)
    for (const { Properties: properties } of roles) {
      expect(properties.ManagedPolicyArns).toBeUndefined()
      expect(properties.AssumeRolePolicyDocument.Statement).toEqual([
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
      ])
    }
  })

  it('let a client do what the contract says, of this stack', () => {
    const places = { partition: '<AWS::Partition>', region: '<AWS::Region>', account: '<AWS::AccountId>', stack: 'tf', bucket: '<Objects>' }
    const said = clientPolicy({ ...places, workers: ['tf-worker-1769', 'tf-worker-3538'] })
    const lines = said.flatMap(({ Action, Resource }) => Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}`)))
    expect(allowed('FanOutClientPolicy')).toEqual(lines.toSorted())
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      ManagedPolicyName: { 'Fn::Join': ['', ['tf-client-', { Ref: 'AWS::Region' }]] },
    })
  })
})
