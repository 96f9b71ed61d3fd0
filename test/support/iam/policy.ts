import type { PolicyStatement } from '../../../contract/client-policy.ts'
import type { AwsCall } from './aws-call.ts'

/** An identity's policies, evaluated as IAM does where nothing is denied explicitly and no condition is set. */
export class Policy {
  readonly statements: readonly PolicyStatement[]

  constructor(statements: readonly PolicyStatement[]) {
    this.statements = statements
  }

  /** The statement that allows a call, or undefined. */
  statementFor({ action, resource }: AwsCall): PolicyStatement | undefined {
    return this.statements.find(
      ({ Action, Resource }) =>
        Action.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
        Resource.some((pattern) => matches(pattern, resource)),
    )
  }
}

/** `*` stands for any text, `?` for any character. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
  return new RegExp(`^${source}$`, 's').test(text)
}
