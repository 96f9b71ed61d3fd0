import type { Target } from 'trialfan/worker'

/** Nothing: what is left is the way there and back. */
const noOp: Target = () => 1

export default noOp
