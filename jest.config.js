/** Packages that are ES modules only, so that jest must transform them too. */
const esm = ['@middy', 'vega', 'vega-', 'd3-', 'internmap', 'delaunator', 'robust-predicates', 'fauxqs', 'toad-cache', 'topojson'];

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  transform: {
    '\\.sql$': '<rootDir>/test/sql-transform.cjs',
    '^.+\\.[tj]sx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esm.join('|')}))`],
  maxWorkers: 2,
};
