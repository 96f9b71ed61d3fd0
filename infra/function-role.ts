import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { ILogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { explainPatterns, type Permission, statementOf } from './permission.ts'

export interface FunctionRoleOptions {
  readonly description: string
  readonly logGroups: readonly ILogGroup[]
  readonly permissions: readonly Permission[]
}

/**
 * The role of a function: its own logs and what is listed, nothing else. The managed policies of AWS would let it write every log
 * group of the account. All of it is part of the role itself, so that the role is complete from its first moment.
 */
export function functionRole(scope: Construct, id: string, options: FunctionRoleOptions): Role {
  const logs: Permission = {
    sid: 'OwnLogs',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: options.logGroups.map((group) => group.logGroupArn),
  }
  const role = new Role(scope, id, {
    description: options.description,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { permissions: new PolicyDocument({ statements: [logs, ...options.permissions].map(statementOf) }) },
  })
  explainPatterns(role, options.permissions)
  return role
}
