import { App } from 'aws-cdk-lib'
import { readAppSettings } from './app-settings.ts'
import { TrialfanStack } from './trialfan-stack.ts'

/** The app that `cdk` runs; cdk.json tells how. Account and region are those of whoever deploys. */
const app = new App({ analyticsReporting: false })
const context = (key: string): unknown => app.node.tryGetContext(key)
const { stack, props } = readAppSettings({ stack: context('stack'), memory: context('memory'), runtime: context('runtime') })
new TrialfanStack(app, stack, props)
