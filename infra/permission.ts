import { Stack } from 'aws-cdk-lib'
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IConstruct } from 'constructs'
import { acknowledge } from './acknowledge.ts'

/** What is allowed, and why a pattern among its resources is no wider than it must be. */
export interface Permission {
  readonly sid: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** Given if and only if a resource is a pattern. */
  readonly whyPattern?: string
}

export function statementOf({ sid, actions, resources }: Permission): PolicyStatement {
  return new PolicyStatement({ sid, effect: Effect.ALLOW, actions: [...actions], resources: [...resources] })
}

/** Gives each pattern its reason, where cdk-nag looks for it. */
export function explainPatterns(construct: IConstruct, permissions: readonly Permission[]): void {
  for (const { resources, whyPattern } of permissions) {
    if (whyPattern === undefined) continue
    for (const resource of resources) {
      acknowledge(construct, `AwsSolutions-IAM5[Resource::${plainArn(Stack.of(construct).resolve(resource))}]`, whyPattern)
    }
  }
}

type CloudFormationText =
  | string
  | { readonly Ref: string }
  | { readonly 'Fn::GetAtt': readonly string[] }
  | { readonly 'Fn::Join': JoinArguments }
type JoinArguments = readonly [separator: string, parts: readonly CloudFormationText[]]

/** An ARN as cdk-nag writes it: `<Bucket.Arn>/objects/*`. */
function plainArn(text: CloudFormationText): string {
  if (typeof text === 'string') return text
  if ('Ref' in text) return `<${text.Ref}>`
  if ('Fn::GetAtt' in text) return `<${text['Fn::GetAtt'].join('.')}>`
  const [separator, parts] = text['Fn::Join']
  return parts.map(plainArn).join(separator)
}
