import { Stack, type StackProps, Tags } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { STACK_TAG } from '../contract/deployment.ts'
import { FanOut } from './fan-out.ts'
import type { FanOutProps } from './fan-out-props.ts'

export interface TrialfanStackProps extends FanOutProps, Pick<StackProps, 'env' | 'synthesizer' | 'terminationProtection'> {}

/** A stack that holds a `FanOut` and nothing else. It carries the tag itself: that is how `trialfan destroy` knows it for its own. */
export class TrialfanStack extends Stack {
  readonly fanOut: FanOut

  /** @throws ShapeError for props, or an id, that do not fit */
  constructor(scope: Construct, id: string, props: TrialfanStackProps = {}) {
    const { env, synthesizer, terminationProtection, ...fanOut } = props
    super(scope, id, {
      description: 'trialfan: optimization trials as Lambda invokes',
      ...(env !== undefined && { env }),
      ...(synthesizer !== undefined && { synthesizer }),
      ...(terminationProtection !== undefined && { terminationProtection }),
    })
    Tags.of(this).add(STACK_TAG, this.stackName)
    this.fanOut = new FanOut(this, 'FanOut', fanOut)
  }
}
