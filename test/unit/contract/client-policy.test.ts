import { expect, it } from 'vitest'
import { clientPolicy } from '../../../contract/client-policy.ts'

const statements = clientPolicy({
  partition: 'aws',
  region: 'eu-west-1',
  account: '123456789012',
  stack: 'mine',
  bucket: 'mine-objects',
  workers: ['mine-worker', 'mine-worker-3538'],
})

it('names every action, and allows none of them on what is not of this stack', () => {
  expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([])
  const everywhere = statements.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action)
  expect(everywhere).toEqual(['lambda:GetAccountSettings', 'sqs:ListQueues'])
  for (const { Resource } of statements) for (const resource of Resource) expect(resource).toMatch(/^\*$|mine/)
})

it('has a statement identifier for each, fit for IAM', () => {
  const identifiers = statements.map(({ Sid }) => Sid)
  expect(new Set(identifiers).size).toBe(identifiers.length)
  for (const identifier of identifiers) expect(identifier).toMatch(/^[A-Za-z0-9]+$/)
})
