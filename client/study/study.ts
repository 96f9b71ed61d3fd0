import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Configuration } from '../../contract/trial.ts'
import { ScriptTarget } from '../runner/script.ts'
import { type ConfigurationOf, ConfigurationSpace, defineSpace, type ForbiddenClause, type SpaceDefinition } from '../space/index.ts'
import { MODEL_OPTIONS, type ModelOptions, modelOptions } from './model-options.ts'
import { OPTIMIZER_NAMES, type OptimizerName } from './optimizer-name.ts'
import { OptionsReader } from './options-reader.ts'
import { defineScenario, SCENARIO_OPTIONS, type Scenario, type ScenarioOptions } from './scenario.ts'
import { StudyError } from './study-error.ts'
import type { StudySummary } from './study-summary.ts'

const STUDY = Symbol.for('trialfan.study')

/** A scenario together with what runs it: a target and its data. Made by `defineStudy`; frozen. */
export interface Study<C extends Configuration = Configuration, Data = unknown> {
  readonly name: string
  readonly scenario: Scenario<C>
  readonly space: ConfigurationSpace<C>
  /** The target's module, or a script. */
  readonly target: URL | ScriptTarget
  /** What is scattered to the workers once: the value, or what gives it. Undefined: nothing. */
  readonly data: Data | (() => Data | Promise<Data>) | undefined
  /** What optimizes it; null: the default. */
  readonly optimizer: OptimizerName | null
  /** What the optimizer's model of the costs is told; null: nothing. */
  readonly model: ModelOptions | null
  /** Lines to print when the run has ended, or null. */
  summary: ((summary: StudySummary<C>) => readonly string[]) | null
}

type Space = SpaceDefinition | ConfigurationSpace
type ConfigurationIn<S extends Space> = ConfigurationOf<S>

/** Everything a scenario has, and what runs it. */
export interface StudyOptions<S extends Space, Data> extends Omit<ScenarioOptions, 'space' | 'name'> {
  readonly name: string
  /** The module whose default export is the target, or a `script()`; a relative path starts at the working directory. */
  readonly target: URL | string | ScriptTarget
  /** A record of parameters, or a space that `defineSpace` made. */
  readonly space: S
  /** Forbidden clauses of a space that is given as a record. */
  readonly forbidden?: readonly ForbiddenClause[] | undefined
  /** What every trial needs, scattered to the workers once: a value, or a function that gives it when the run begins. */
  readonly data?: Data | (() => Data | Promise<Data>) | undefined
  /** What optimizes it. Default: `hyperparameter-optimization`. */
  readonly optimizer?: OptimizerName | undefined
  /** For the optimizers that have a model of the costs: acquisition, priors, share of random configurations. */
  readonly model?: ModelOptions | undefined
  /** What to print in words of the study's own when a run has ended: one line an entry. */
  readonly summary?: ((summary: StudySummary<ConfigurationIn<S>>) => readonly string[]) | undefined
}

const OWN_OPTIONS = ['name', 'target', 'space', 'forbidden', 'data', 'optimizer', 'model', 'summary']
const STUDY_OPTIONS = [...new Set([...OWN_OPTIONS, ...SCENARIO_OPTIONS])]

/**
 * Defines what to optimize, and checks all of it.
 *
 * @example
 * export default defineStudy({
 *   name: 'parabola',
 *   target: new URL('./target.ts', import.meta.url),
 *   space: { x: float(-5, 5) },
 *   trials: 50,
 * })
 * @throws StudyError that names the option; SpaceError that names the parameter
 */
export function defineStudy<const S extends Space, Data = undefined>(options: StudyOptions<S, Data>): Study<ConfigurationIn<S>, Data> {
  const name = new OptionsReader('study', options, STUDY_OPTIONS).text('name', '')
  const where = `study ${JSON.stringify(name)}`
  const { target, space: given, forbidden, data, optimizer, model, summary, ...limits } = options
  if (summary !== undefined && typeof summary !== 'function') throw StudyError.expected(where, 'summary', 'a function', summary)
  const space = spaceOf(where, given, forbidden) as ConfigurationSpace<ConfigurationIn<S>>
  return Object.freeze({
    [STUDY]: true,
    name,
    scenario: defineScenario({ ...limits, name, space }),
    space,
    target: target instanceof ScriptTarget ? target : targetUrl(where, target),
    data,
    optimizer: optimizerName(where, optimizer),
    model: model === undefined ? null : Object.freeze(modelOptions(new OptionsReader(`${where}: model`, model, MODEL_OPTIONS))),
    summary: summary ?? null,
  })
}

export function isStudy(value: unknown): value is Study {
  return typeof value === 'object' && value !== null && STUDY in value
}

function optimizerName(where: string, name: OptimizerName | undefined): OptimizerName | null {
  if (name !== undefined && !OPTIMIZER_NAMES.includes(name))
    throw StudyError.expected(where, 'optimizer', `one of ${OPTIMIZER_NAMES.join(', ')}`, name)
  return name ?? null
}

function spaceOf(where: string, given: Space, forbidden: readonly ForbiddenClause[] | undefined): ConfigurationSpace {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw StudyError.expected(where, 'space', 'a record of parameters, such as { x: float(0, 1) }', given)
  }
  if (!(given instanceof ConfigurationSpace)) return defineSpace(given, forbidden === undefined ? {} : { forbidden })
  if (forbidden !== undefined) throw new StudyError(where, 'forbidden', 'the space is made already; give the clauses to defineSpace')
  return given
}

function targetUrl(where: string, target: unknown): URL {
  if (typeof target === 'function') {
    throw new StudyError(where, 'target', 'expected the URL of a module, got a function: put it in a file of its own as the default export')
  }
  if (typeof target === 'string' && /^[a-z][a-z\d+.-]+:\/\//i.test(target) && !/^file:/i.test(target)) {
    throw StudyError.expected(where, 'target', 'a file: URL or a path (a module of another scheme cannot be shipped)', target)
  }
  const isUrl = target instanceof URL || (typeof target === 'string' && /^file:/i.test(target))
  if (!isUrl && (typeof target !== 'string' || target === '')) {
    throw StudyError.expected(where, 'target', "the URL or path of a module, such as new URL('./target.ts', import.meta.url)", target)
  }
  const url = isUrl ? new URL(target) : pathToFileURL(resolve(target as string))
  if (url.protocol !== 'file:')
    throw StudyError.expected(where, 'target', 'a file: URL or a path (a module of another scheme cannot be shipped)', url.href)
  return url
}
