import type { Template } from 'aws-cdk-lib/assertions'

export interface PolicyStatement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource: unknown
}

interface Document {
  readonly Statement: readonly PolicyStatement[]
}

const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T])

export const actionsOf = (statement: PolicyStatement): readonly string[] => list(statement.Action)
export const resourcesOf = (statement: PolicyStatement): readonly string[] => list(statement.Resource).map(plain)

/** An ARN with its references as `<Name>` and `<Name.Arn>`. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value
  const node = value as { Ref?: string; 'Fn::GetAtt'?: string[]; 'Fn::Join'?: [string, unknown[]] }
  if (node.Ref !== undefined) return `<${node.Ref}>`
  if (node['Fn::GetAtt'] !== undefined) return `<${node['Fn::GetAtt'].join('.')}>`
  if (node['Fn::Join'] !== undefined) return node['Fn::Join'][1].map(plain).join(node['Fn::Join'][0])
  throw new Error(`not an ARN: ${JSON.stringify(value)}`)
}

/** Every statement of every policy in the template, with the logical id of what carries it. */
export function statementsIn(template: Template): readonly (readonly [string, PolicyStatement])[] {
  const resources = template.toJSON().Resources as Record<string, { Properties: Record<string, unknown> }>
  return Object.entries(resources).flatMap(([id, { Properties: properties }]) => {
    const inline = ((properties.Policies ?? []) as { PolicyDocument: Document }[]).map((policy) => policy.PolicyDocument)
    const own = properties.PolicyDocument === undefined ? [] : [properties.PolicyDocument as Document]
    return [...inline, ...own].flatMap((document) => document.Statement.map((statement) => [id, statement] as const))
  })
}
