/** How the import graph is read; who may import whom is told, and kept, by test/architecture/imports.test.ts. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans-resolved',
      severity: 'error',
      from: { path: '^(functions|pipeline|scripts)' },
      to: { couldNotResolve: true, pathNot: '\\.sql$|^aws-lambda$' },
    },
  ],
  options: {
    // TypeScript 7 has no compiler API for the default parser, which would pass having read nothing.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.sql'] },
  },
};
