import { App } from 'aws-cdk-lib'
import { type AppContext, readAppSettings } from './app-settings.ts'
import { TrialfanStack } from './trialfan-stack.ts'

/** Writes a stack's template and assets into `folder`, as `cdk synth` would. @throws ShapeError */
export function synthesize(folder: string, context: AppContext): void {
  const app = new App({ outdir: folder, analyticsReporting: false })
  const { stack, props } = readAppSettings(context)
  new TrialfanStack(app, stack, props)
  app.synth()
}
