import { Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda'
import { DEFAULT_STACK } from '../contract/deployment.ts'
import { ShapeError } from '../contract/errors.ts'
import { checkStackName } from './check-stack-name.ts'
import type { FanOutProps } from './fan-out-props.ts'

/** What the app is told: `-c stack=NAME -c memory=1769,3538 -c runtime=nodejs22.x`. */
export interface AppContext {
  readonly stack?: unknown
  readonly memory?: unknown
  readonly runtime?: unknown
}

export interface AppSettings {
  readonly stack: string
  readonly props: FanOutProps
}

/** @throws ShapeError */
export function readAppSettings(context: AppContext): AppSettings {
  const memory = text(context, 'memory')
  const runtime = text(context, 'runtime')
  const stack = text(context, 'stack') ?? DEFAULT_STACK
  // The CDK would refuse some of these names by itself, in other words.
  checkStackName(stack)
  return {
    stack,
    props: {
      ...(memory !== undefined && { memoryMiB: memory.split(',').map(Number) }),
      ...(runtime !== undefined && { runtime: new Runtime(runtime, RuntimeFamily.NODEJS) }),
    },
  }
}

function text(context: AppContext, key: keyof AppContext): string | undefined {
  const value = context[key]
  if (value === undefined || value === null || value === '') return undefined
  // cdk.json may hold a number; the command line gives strings.
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw new ShapeError('context', key, 'text', value)
}
