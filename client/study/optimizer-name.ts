/** The optimizers that a study or the command line can ask for by name; `makeOptimizer` makes them. */
export const OPTIMIZER_NAMES = ['hyperparameter-optimization', 'black-box', 'random-search'] as const
export type OptimizerName = (typeof OPTIMIZER_NAMES)[number]

/** The optimizer of a study that names none. */
export const DEFAULT_OPTIMIZER: OptimizerName = 'hyperparameter-optimization'
