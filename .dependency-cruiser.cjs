/** The import table of docs/architecture.md, kept by a machine. */
const room = (name) => `^src/${name}/`;
const only = (from, allowed, comment) => ({
  name: `${from}-imports`,
  severity: 'error',
  comment,
  from: { path: room(from) },
  to: { path: '^src/', pathNot: [room(from), ...allowed] },
});
const packages = (from, allowed, comment) => ({
  name: `${from}-packages`,
  severity: 'error',
  comment,
  from: { path: room(from) },
  to: {
    dependencyTypesNot: ['local', 'core', 'type-only'],
    path: 'node_modules',
    pathNot: allowed.map((name) => `node_modules/${name}/`),
  },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-imports-nothing',
      severity: 'error',
      from: { path: room('domain') },
      to: { pathNot: room('domain') },
    },
    only(
      'workflows',
      [room('domain'), '^src/activities/.*contract\\.ts$'],
      'workflows see the domain and the activities contract',
    ),
    packages(
      'workflows',
      ['@temporalio/workflow', '@temporalio/common'],
      'workflow code runs in the sandbox',
    ),
    {
      name: 'workflows-no-node',
      severity: 'error',
      from: { path: room('workflows') },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'workflows-see-the-contract-as-types',
      severity: 'error',
      from: { path: room('workflows') },
      to: { path: '^src/activities/', dependencyTypesNot: ['type-only'] },
    },
    only(
      'activities',
      [room('domain'), room('getnet'), room('rendering'), '^src/workflows/.*\\.messages\\.ts$'],
      'activities: domain, getnet, rendering, workflow messages',
    ),
    packages(
      'activities',
      ['@temporalio/activity', '@temporalio/client', '@temporalio/common'],
      'activities speak Temporal and nothing else',
    ),
    only('getnet', [room('domain')], 'the Getnet client knows the domain alone'),
    packages('getnet', ['undici', 'zod'], 'the Getnet client: undici and zod'),
    only(
      'timeline',
      [room('domain'), '^src/activities/.*contract\\.ts$', '^src/workflows/.*\\.messages\\.ts$'],
      'the timeline of a transaction: domain, the activities contract, workflow messages',
    ),
    packages('timeline', ['@temporalio/common'], 'histories are decoded, and fetched by whoever asks'),
    only(
      'api',
      [
        room('domain'),
        room('timeline'),
        room('config'),
        room('rendering'),
        '^src/ledger/(database|queries)',
        '^src/workflows/.*\\.messages\\.ts$',
        '^src/getnet/(callback-token|wire|mapping|countries)',
      ],
      'the API: domain, account, config, rendering, the ledger’s queries, messages, callback tokens, wire, mapping, countries',
    ),
    only('config', [room('domain')], 'config: domain'),
    only('rendering', [room('domain')], 'what answers and events show: domain'),
    only(
      'ledger',
      [
        room('domain'),
        room('config'),
        room('rendering'),
        '^src/workflows/.*\\.messages\\.ts$',
        '^src/api/(store|transactions/shown-transactions|problems)',
        '^src/dev/postgres/',
      ],
      'the ledger reads transactions by the very parts that answer GET',
    ),
    packages(
      'ledger',
      ['@temporalio/client', 'pg', 'prom-client', 'reflect-metadata'],
      'the ledger speaks Temporal and Postgres',
    ),
    packages('rendering', [], 'rendering is made of pure functions'),
    only('webhooks', [room('domain')], 'outgoing webhooks: domain'),
    packages('webhooks', ['undici'], 'outgoing webhooks: undici'),
    only(
      'simulator',
      ['^src/getnet/wire'],
      'the simulator is a second witness: it shares no client or mapping code',
    ),
    {
      name: 'simulator-sees-wire-as-types',
      severity: 'error',
      from: { path: room('simulator') },
      to: { path: '^src/getnet/wire', dependencyTypesNot: ['type-only'] },
    },
    packages('simulator', [], 'the simulator is made of node built-ins'),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
};
