// Who may import whom: the table of docs/architecture.md. tests/checks.test.ts proves that this can fail.
const core = ['lib', 'sim', 'api', 'resources', 'store', 'apiserver', 'client', 'scheduler', 'controllers', 'kubelet', 'network', 'faults', 'kubectl', 'cluster', 'protocol', 'hosts'];
const types = '^workers/resources/(.*/types|stored)\\.ts$';

/** A folder of workers/ may import only these folders (and itself). */
function only(from, allowed, extra = []) {
  const banned = core.filter((name) => name !== from && !allowed.includes(name));
  return {
    name: `${from}-imports`,
    comment: `workers/${from} may import ${['itself', ...allowed].join(', ')}`,
    severity: 'error',
    from: { path: `^workers/${from}/` },
    to: { path: `^(workers/(${banned.join('|')})/|src/|tests/)`, pathNot: [types, ...extra] },
  };
}

const component = ['client', 'api', 'sim', 'lib'];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(src|workers)/', pathNot: ['\\.d\\.ts$', '\\.worker\\.ts$', '/types\\.ts$', '\\.css$', '\\.mjs$'] },
      to: {},
    },
    { name: 'nothing-imports-tests', severity: 'error', from: { pathNot: '^tests/' }, to: { path: '^tests/' } },
    only('lib', []),
    only('sim', ['lib', 'api']),
    only('api', ['lib']),
    only('resources', ['api', 'lib']),
    only('store', ['lib', 'sim']),
    only('apiserver', ['store', 'resources', 'api', 'sim', 'lib']),
    only('client', ['api', 'sim', 'lib']),
    only('scheduler', component, ['^workers/protocol/(decision|decision-rows|race|own-plugin)\\.ts$']),
    only('controllers', component),
    // A kubelet defaults its static pods itself: the one use of a kind's code outside the API server.
    only('kubelet', component, ['^workers/network/', '^workers/resources/core/pods/(qos|defaults)\\.ts$']),
    only('network', component, ['^workers/kubelet/']),
    only('faults', component),
    only('protocol', ['api', 'sim', 'resources', 'cluster']),
    {
      name: 'core-is-pure',
      comment: 'Node, DOM libraries and worker globals only in workers/hosts',
      severity: 'error',
      from: { path: '^workers/', pathNot: '^workers/hosts/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'workers-do-not-know-the-page',
      severity: 'error',
      from: { path: '^workers/' },
      to: { path: '^src/' },
    },
    { name: 'ui-is-plain', severity: 'error', from: { path: '^src/ui/' }, to: { path: '^(workers/|src/(?!ui/|i18n/))' } },
    {
      name: 'state-and-bridge',
      severity: 'error',
      from: { path: '^src/(state|bridge)/' },
      to: { path: '^(src/(features|app|lessons)/|workers/(?!protocol/|api/|resources/|hosts/|sim/component|cluster/spec))' },
    },
    {
      name: 'features-stay-apart',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/(features/(?!$1/)|app/|lessons/)' },
    },
    {
      name: 'features-see-types-only',
      severity: 'error',
      from: { path: '^src/features/' },
      to: { path: '^workers/(?!protocol/|api/|resources/|lib/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|generated)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
};
