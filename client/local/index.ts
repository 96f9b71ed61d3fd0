export { Faults } from './faults.ts'
export type { EnvironmentView } from './lambda/function-service.ts'
export { LocalCluster } from './local-cluster.ts'
export type { LocalClusterOptions } from './local-cluster-options.ts'
