import { App } from 'aws-cdk-lib'
import { readAppSettings } from './app-settings.ts'
import { TrialfanStack } from './trialfan-stack.ts'

/** The app that `cdk` and `trialfan deploy` run; cdk.json tells how. Account and region are those of whoever deploys. */
const app = new App({ analyticsReporting: false })
const { stack, props } = readAppSettings((key) => app.node.tryGetContext(key))
new TrialfanStack(app, stack, props)
