export { DataError } from '../contract/data/data-error.ts'
export { file } from '../contract/data/file.ts'
export { ProtocolVersionError, ShapeError, TrialfanError } from '../contract/errors.ts'
export type { ObjectReference } from '../contract/object-reference.ts'
export { type StatusName, StatusType, statusName } from '../contract/status.ts'
export type { Cost, Target, TargetResult, TrialContext } from '../contract/target.ts'
export type {
  Architecture,
  Configuration,
  JsonObject,
  JsonValue,
  ParameterValue,
  TrialInfo,
  TrialUsage,
  TrialValue,
  WorkerBilling,
  WorkerReport,
} from '../contract/trial.ts'
export { connect } from './aws/connect.ts'
export { ConnectError } from './aws/connect-error.ts'
export type { DeployedCluster } from './aws/deployed-cluster.ts'
export type { ConnectOptions } from './aws/find-stack.ts'
export type { StackFacts } from './aws/stack-facts.ts'
export { type HistoryRecord, RunHistory, type Standing, type TrajectoryStep, type TrialOutcome } from './history/index.ts'
export { earlierTrials } from './history/journal/earlier-trials.ts'
export { JournalError } from './history/journal/journal-error.ts'
export { RunLockedError } from './history/journal/run-locked-error.ts'
export type { ToldTrial } from './history/journal/told-trials.ts'
export { LambdaParallelRunner, type LambdaParallelRunnerOptions } from './launch/lambda-parallel-runner.ts'
export { resume } from './launch/resume.ts'
export { startRun } from './launch/start-run.ts'
export type { ResumeOptions, StartRunOptions, StudyRun, StudyRunOptions } from './launch/study-run.ts'
export { type EnvironmentView, Faults, LocalCluster, type LocalClusterOptions } from './local/index.ts'
export {
  type AcquisitionName,
  constantLiar,
  hypervolume,
  krigingBeliever,
  type ModelChoice,
  ModelProposer,
  type ModelProposerOptions,
  type MultiObjectiveChoice,
  type OptimumPriors,
  type PendingPrediction,
  type PendingStrategy,
  type Proposer,
  posteriorSampling,
  RandomProposer,
  type RandomProposerOptions,
  type ValuePrior,
} from './optimizer/index.ts'
export type { Clock } from './runner/clock.ts'
export type { Cluster } from './runner/cluster.ts'
export { NoWorkersError, RunnerClosedError, TransportError } from './runner/errors.ts'
export type { RunAnswer, Runner, RunOptions } from './runner/runner.ts'
export type { ClusterBilling, RunnerBilling } from './runner/runner-billing.ts'
export type { ScatteredData, ScatterOptions } from './runner/scatter.ts'
export { type ScriptOptions, ScriptTarget, script } from './runner/script.ts'
export { TargetError } from './runner/target-error.ts'
export { TargetFunctionRunner, type TargetFunctionRunnerOptions } from './runner/target-function-runner.ts'
export { TargetFunctionScriptRunner, type TargetFunctionScriptRunnerOptions } from './runner/target-function-script-runner.ts'
export type {
  ConcurrencyLimits,
  FunctionPort,
  InvokeAnswer,
  LimitWords,
  ObjectBody,
  ObjectPort,
  QueuePort,
  ReceivedMessage,
  Transport,
} from './runner/transport.ts'
export type { TrialSettings } from './runner/trial-settings.ts'
export type { ClientCalls } from './runner/usage/client-calls.ts'
export * from './space/index.ts'
export {
  AlgorithmConfiguration,
  type AlgorithmConfigurationOptions,
  AWS_PRICES,
  BlackBox,
  type Callback,
  type CallbackAnswer,
  type CostFigures,
  defineScenario,
  defineStudy,
  type EarlyStoppingOption,
  type EvaluatedConfiguration,
  Facade,
  type FacadeOptions,
  type FreeTier,
  Hyperband,
  type HyperbandOptions,
  HyperparameterOptimization,
  type KnownTrials,
  type MeanInterval,
  type ModelFacadeOptions,
  type ModelOptions,
  MultiFidelity,
  type MultiFidelityOptions,
  makeOptimizer,
  type ObjectiveCosts,
  type ObservedOptimizer,
  type OptimizeOptions,
  type OptimizerName,
  type PriceOverrides,
  type PriceTable,
  RandomSearch,
  type RandomSearchOptions,
  type RunFigures,
  type Scenario,
  type ScenarioOptions,
  type StopCause,
  type StopKind,
  type StopReason,
  type Study,
  StudyError,
  type StudyOptions,
  type StudySummary,
  type ToldValue,
  type ToleratedFailures,
  type TrialFailure,
  type Validation,
  type ValidationOptions,
  validate,
} from './study/index.ts'
