import { describe } from '../../../contract/errors.ts'
import { ACCOUNT_ID, lambdaArnPrefix } from '../place.ts'
import { ServiceFault } from '../service-fault.ts'
import type { FunctionDefinition } from './function-definition.ts'
import type { FunctionService } from './function-service.ts'

interface LambdaCall {
  readonly service: FunctionService
  readonly region: string
  /** The function's name, or empty where the path has none. */
  readonly name: string
  readonly input: Readonly<Record<string, unknown>>
}

interface LambdaRoute {
  readonly method: string
  /** Its group is the function's name. */
  readonly path: RegExp
  readonly status: number
  /** Null: 204, no content. */
  readonly run: (call: LambdaCall) => object | null
}

const fn = (date: string, rest: string): RegExp => new RegExp(`^/${date}/functions/([^/]+)/${rest}$`)
const eventInvokeConfig = fn('2019-09-25', 'event-invoke-config')

/** Lambda's control plane, as far as trialfan and its tests use it. */
export const LAMBDA_ROUTES: readonly LambdaRoute[] = [
  {
    method: 'GET',
    path: fn('2019-09-30', 'concurrency'),
    status: 200,
    run: ({ service, name }) => shownConcurrency(service.model.reserved(name)),
  },
  { method: 'PUT', path: fn('2017-10-31', 'concurrency'), status: 200, run: putConcurrency },
  {
    method: 'DELETE',
    path: fn('2017-10-31', 'concurrency'),
    status: 204,
    run({ service, name }) {
      service.feed({ kind: 'reserved concurrency set', function: name, reserved: null })
      return null
    },
  },
  { method: 'GET', path: /^\/2016-08-19\/account-settings\/?$/, status: 200, run: accountSettings },
  { method: 'GET', path: fn('2015-03-31', 'configuration'), status: 200, run: (call) => configuration(call, definitionOf(call)) },
  {
    method: 'GET',
    path: /^\/2015-03-31\/functions\/([^/]+)$/,
    status: 200,
    run: (call) => ({
      Configuration: configuration(call, definitionOf(call)),
      Concurrency: shownConcurrency(call.service.model.reserved(call.name)),
    }),
  },
  {
    method: 'GET',
    path: /^\/2015-03-31\/functions\/?$/,
    status: 200,
    run: (call) => ({ Functions: [...call.service.definitions()].map((definition) => configuration(call, definition)) }),
  },
  { method: 'GET', path: eventInvokeConfig, status: 200, run: (call) => shownEventInvokeConfig(call, definitionOf(call)) },
  {
    method: 'PUT',
    path: eventInvokeConfig,
    status: 200,
    run: (call) => setEventInvokeConfig(call, { maximumRetryAttempts: 2, maximumEventAgeMs: 21_600_000, onFailure: null }),
  },
  { method: 'POST', path: eventInvokeConfig, status: 200, run: (call) => setEventInvokeConfig(call, {}) },
]

const shownConcurrency = (reserved: number | null): object => (reserved === null ? {} : { ReservedConcurrentExecutions: reserved })

function putConcurrency({ service, name, input }: LambdaCall): object {
  const reserved = integer(input, 'ReservedConcurrentExecutions', 0, Number.MAX_SAFE_INTEGER)
  const { model } = service
  const free = model.unreservedConcurrency + (model.reserved(name) ?? 0)
  // AWS also keeps 100 of the account's unreserved, which would leave nothing on a laptop.
  if (reserved > free) {
    throw new ServiceFault(
      'InvalidParameterValueException',
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value: expected at most ${free}, got ${reserved}; raise the cluster's account concurrency first.`,
    )
  }
  service.feed({ kind: 'reserved concurrency set', function: name, reserved })
  return { ReservedConcurrentExecutions: reserved }
}

function accountSettings({ service }: LambdaCall): object {
  const definitions = [...service.definitions()]
  return {
    AccountLimit: {
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      TotalCodeSize: 80_530_636_800,
      ConcurrentExecutions: service.model.accountConcurrency,
      UnreservedConcurrentExecutions: service.model.unreservedConcurrency,
    },
    AccountUsage: { FunctionCount: definitions.length, TotalCodeSize: 0 },
  }
}

function definitionOf({ service, name }: LambdaCall): FunctionDefinition {
  const definition = service.definition(name)
  if (definition === undefined) throw new ServiceFault('ResourceNotFoundException', `Function not found: ${name}`, { status: 404 })
  return definition
}

function configuration({ region }: LambdaCall, definition: FunctionDefinition): object {
  return {
    FunctionName: definition.name,
    FunctionArn: lambdaArnPrefix(region) + definition.name,
    Runtime: `nodejs${process.versions.node.split('.')[0]}.x`,
    Role: `arn:aws:iam::${ACCOUNT_ID}:role/${definition.name}`,
    Handler: 'handler.handler',
    Timeout: definition.timeoutMs / 1000,
    MemorySize: definition.memoryMiB,
    Version: '$LATEST',
    Environment: { Variables: definition.environment },
    PackageType: 'Zip',
    State: 'Active',
    LastUpdateStatus: 'Successful',
  }
}

function shownEventInvokeConfig({ region }: LambdaCall, definition: FunctionDefinition): object {
  const { onFailure } = definition
  return {
    FunctionArn: `${lambdaArnPrefix(region)}${definition.name}:$LATEST`,
    MaximumRetryAttempts: definition.maximumRetryAttempts,
    MaximumEventAgeInSeconds: definition.maximumEventAgeMs / 1000,
    DestinationConfig: { OnFailure: onFailure === null ? {} : { Destination: lambdaArnPrefix(region) + onFailure }, OnSuccess: {} },
  }
}

function setEventInvokeConfig(call: LambdaCall, base: Partial<FunctionDefinition>): object {
  const { service, input } = call
  const changed: FunctionDefinition = {
    ...definitionOf(call),
    ...base,
    ...(input.MaximumRetryAttempts !== undefined && { maximumRetryAttempts: integer(input, 'MaximumRetryAttempts', 0, 2) }),
    ...(input.MaximumEventAgeInSeconds !== undefined && {
      maximumEventAgeMs: integer(input, 'MaximumEventAgeInSeconds', 60, 21_600) * 1000,
    }),
    ...(input.DestinationConfig !== undefined && { onFailure: destination(call, input.DestinationConfig) }),
  }
  service.define(changed)
  return shownEventInvokeConfig(call, changed)
}

function destination({ service }: LambdaCall, config: unknown): string | null {
  const { OnFailure, OnSuccess } = config as { OnFailure?: { Destination?: string }; OnSuccess?: { Destination?: string } }
  if (OnSuccess?.Destination !== undefined)
    throw new ServiceFault('InvalidParameterValueException', 'the embedded cluster has no on-success destinations')
  const arn = OnFailure?.Destination
  if (arn === undefined) return null
  const name = arn.slice(arn.lastIndexOf(':') + 1)
  if (arn.includes(':lambda:') && service.definition(name) !== undefined) return name
  throw new ServiceFault(
    'InvalidParameterValueException',
    `The destination ${arn} is invalid: the embedded cluster delivers failure records to its own functions only`,
  )
}

function integer(input: Readonly<Record<string, unknown>>, name: string, minimum: number, maximum: number): number {
  const value = input[name]
  if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum) return value
  throw new ServiceFault(
    'InvalidParameterValueException',
    `${name}: expected an integer from ${minimum} to ${maximum}, got ${describe(value)}`,
  )
}
