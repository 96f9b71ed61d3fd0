/** The walls between the rooms (docs/architecture.md): arrows point down only. */
const room = (name) => `^${name}/`
const rooms = {
  contract: 'contract',
  execution: 'execution',
  functions: 'functions',
  infra: 'infra',
  space: 'client/space',
  history: 'client/history',
  runner: 'client/runner',
  optimizer: 'client/optimizer',
  intensifier: 'client/intensifier',
  local: 'client/local',
  aws: 'client/aws',
  launch: 'client/launch',
  upkeep: 'client/upkeep',
  study: 'client/study',
  cli: 'client/cli',
}

/** Room → rooms it may import, beside itself. */
const allowed = {
  contract: [],
  execution: ['contract'],
  functions: ['contract', 'execution'],
  infra: ['contract', 'functions'],
  space: ['contract'],
  history: ['contract', 'space'],
  runner: ['contract', 'execution'],
  optimizer: ['contract', 'space', 'history'],
  intensifier: ['contract', 'space', 'history', 'optimizer'],
  aws: ['contract', 'functions', 'runner'],
  local: ['contract', 'functions', 'runner', 'aws'],
  study: ['contract', 'space', 'history', 'optimizer', 'intensifier', 'runner'],
  launch: ['contract', 'history', 'runner', 'local', 'aws', 'study'],
  upkeep: ['contract', 'runner', 'local', 'aws', 'launch'],
}

const walls = Object.entries(allowed).map(([name, below]) => ({
  name: `${name}-imports-only-what-is-below`,
  severity: 'error',
  from: { path: room(rooms[name]) },
  to: {
    path: '^(contract|execution|functions|infra|client|examples|bench|test|scripts)/',
    pathNot: [name, ...below].map((other) => room(rooms[other])),
  },
}))

module.exports = {
  forbidden: [
    ...walls,
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'sdk-only-in-adapters',
      severity: 'error',
      from: { pathNot: '^(client/aws|functions/aws|functions/[a-z-]+/handler)' },
      to: { path: 'node_modules/(@aws-sdk|@smithy)/' },
    },
    { name: 'cdk-only-in-infra', severity: 'error', from: { pathNot: '^infra/' }, to: { path: 'node_modules/(aws-cdk-lib|constructs)/' } },
    {
      name: 'terminal-only-in-cli',
      severity: 'error',
      from: { pathNot: '^client/cli/' },
      to: { path: 'node_modules/(commander|picocolors)/' },
    },
    { name: 'nothing-imports-the-cli', severity: 'error', from: { pathNot: '^client/cli/' }, to: { path: '^client/cli/' } },
    {
      name: 'nothing-below-imports-the-face',
      severity: 'error',
      from: { path: '^(contract|execution|functions|infra|client/(?!cli/|index))' },
      to: { path: '^client/index' },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
