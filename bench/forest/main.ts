// node bench/forest/main.ts: the regression forest beside scikit-learn's at the same settings, on the same rows, as a Markdown table.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { RegressionForest } from '../../client/optimizer/forest/regression-forest.ts'
import { Random } from '../../client/space/index.ts'
import { peerEnvironment } from '../peer-environment.ts'
import { quartiles } from '../quality/quartiles.ts'

interface Result {
  readonly fitMs: number
  readonly predictMs: number
  readonly error: number
}

const ROWS = 1_000
const FEATURES = 10
const QUESTIONS = 10_000
const REPEATS = 15

/** Friedman's first function, of which five features matter (Friedman, "Multivariate Adaptive Regression Splines", 1991, section 4.3). */
function friedman([a = 0, b = 0, c = 0, d = 0, e = 0]: Float64Array): number {
  return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e
}

const random = new Random(1)
const draw = (count: number): Float64Array[] =>
  Array.from({ length: count }, () => Float64Array.from({ length: FEATURES }, () => random.float()))
const points = draw(ROWS)
const targets = Float64Array.from(points, (point) => friedman(point) + random.normal())
const questions = draw(QUESTIONS)
/** As scikit-learn is given them. */
const matrix = Float64Array.from(questions.flatMap((question) => [...question]))
const answers = Float64Array.from(questions, friedman)

function ours(seed: number): Result {
  const began = performance.now()
  const forest = RegressionForest.fit(points, targets, new Int32Array(FEATURES), new Random(seed), { threshold: 'middle' })
  const fitted = performance.now()
  const { means } = forest.predictAll(matrix, FEATURES)
  const ended = performance.now()
  const squares = means.reduce((sum, mean, at) => sum + (mean - (answers[at] as number)) ** 2, 0)
  return { fitMs: fitted - began, predictMs: ended - fitted, error: Math.sqrt(squares / QUESTIONS) }
}

const requirements = fileURLToPath(new URL('./requirements.txt', import.meta.url))
const folder = fileURLToPath(new URL('../../.cache/bench-forest', import.meta.url))
const python = await peerEnvironment(folder, requirements, (line) => console.error(line))
const request = {
  repeats: REPEATS,
  points: points.map((point) => [...point]),
  targets: [...targets],
  questions: questions.map((question) => [...question]),
  answers: [...answers],
}
const peer = spawnSync(python, [fileURLToPath(new URL('./sklearn_forest.py', import.meta.url))], {
  input: JSON.stringify(request),
  encoding: 'utf8',
  maxBuffer: 16 * 2 ** 20,
})
if (peer.status !== 0) throw new Error(peer.stderr)
const theirs: readonly Result[] = JSON.parse(peer.stdout)
const mine = Array.from({ length: REPEATS }, (_, seed) => ours(seed))

console.log(
  `10 trees, 5/6 of the features a split, 3 rows a leaf, bootstrap; ${ROWS} rows of ${FEATURES}, ${QUESTIONS} predictions; one thread`,
)
console.log('| forest | fit, ms | predict, ms | root mean square error |\n|---|---|---|---|')
for (const [name, results] of [
  ['trialfan', mine],
  ['scikit-learn', theirs],
] as const) {
  const cell = (of: keyof Result, digits: number): string => {
    const { median, lower, upper } = quartiles(results.map((result) => result[of]))
    return `${median.toFixed(digits)} [${lower.toFixed(digits)}, ${upper.toFixed(digits)}]`
  }
  console.log(`| ${name} | ${cell('fitMs', 1)} | ${cell('predictMs', 1)} | ${cell('error', 3)} |`)
}
