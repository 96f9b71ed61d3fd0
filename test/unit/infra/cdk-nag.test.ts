import { type App, Validations } from 'aws-cdk-lib'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { AwsSolutionsChecks } from 'cdk-nag'
import { expect, it } from 'vitest'
import { TrialfanStack } from '../../../infra/index.ts'
import { newApp } from './support/template-of.ts'

function checked(): { readonly app: App; readonly stack: TrialfanStack } {
  const app = newApp()
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  return { app, stack: new TrialfanStack(app, 'tf', { memoryMiB: [1769, 3538] }) }
}

it('passes AwsSolutions, and each acknowledged finding has its reason', () => {
  const { app, stack } = checked()
  app.synth()
  const acknowledged = stack.node
    .findAll()
    .flatMap((construct) => construct.node.metadata.filter((entry) => entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY))
    .flatMap((entry) => Object.entries(entry.data as Record<string, unknown>))
  expect(acknowledged.length).toBeGreaterThan(5)
  for (const [, reason] of acknowledged) expect(JSON.stringify(reason).length).toBeGreaterThan(20)
})

it('fails for a finding that nobody has acknowledged', () => {
  const { app, stack } = checked()
  new Queue(stack, 'Careless')
  expect(() => app.synth()).toThrow(/AwsSolutions-SQS4/)
})
