/**
 * The import law (docs/architecture.md): what may know what. Checked by `npm test`.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const room = (name) => `^src/${name}/`;
const onlyFrom = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^src/', pathNot: from },
  to: { path: to },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'core-is-pure',
      comment: 'core imports nothing but itself and zod; its tests may read fixtures',
      severity: 'error',
      from: { path: room('core'), pathNot: '\\.test\\.ts$|/test[A-Z]\\w*\\.ts$' },
      to: { pathNot: '^src/core/|(^|/)node_modules/zod/' },
    },
    {
      name: 'shared-knows-core-only',
      severity: 'error',
      from: { path: room('shared'), pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^src/(core|shared)/|(^|/)node_modules/zod/' },
    },
    {
      name: 'logfiles-knows-core-only',
      comment: 'the room for reading files with Node, shared by main and cli',
      severity: 'error',
      from: { path: room('logfiles'), pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(?!core|shared|logfiles)' },
    },
    ...['main', 'preload', 'renderer', 'cli'].map((name) => ({
      name: `${name}-keeps-to-itself`,
      severity: 'error',
      from: { path: room(name) },
      to: { path: '^src/(main|preload|renderer|cli)/', pathNot: room(name) },
    })),
    {
      name: 'window-and-bridge-read-no-files',
      severity: 'error',
      from: { path: '^src/(renderer|preload)/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^src/logfiles/|^node:|^(fs|path|child_process|os|net)$' },
    },
    onlyFrom(
      'ssh2-only-in-main-ssh',
      'one room speaks SSH; the practice server is its other end',
      '^src/main/(ssh|practice)/',
      'node_modules/ssh2/',
    ),
    {
      name: 'the-preload-stays-thin',
      severity: 'error',
      from: { path: room('preload') },
      to: { path: 'node_modules/', pathNot: 'node_modules/electron/' },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
