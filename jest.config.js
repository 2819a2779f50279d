import { readFileSync } from 'node:fs';

// The AWS clients of the tests: no notice about Node, and never somebody's real account.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
process.env.AWS_REGION = 'eu-central-1';
process.env.AWS_ACCESS_KEY_ID = 'test';
process.env.AWS_SECRET_ACCESS_KEY = 'test';

// The functions run in UTC and in English, people do not: what depends on it shall fail. In fa_IR the calendar, the
// digits and the direction are others.
process.env.TZ = 'Pacific/Chatham';
process.env.LC_ALL = 'fa_IR.UTF-8';

/** Packages that are ES modules only, so that jest must transform them too. */
const esm = ['@middy', 'd3-', 'internmap', 'jose', 'fauxqs', 'toad-cache', 'preact'];

/** Tests of the sample's figures, which are left out once pipeline/pipeline.ts has a name of its own. */
export const leftOutFor = (pipeline) =>
  pipeline.includes("name: 'airline-operations'")
    ? []
    : [
        '<rootDir>/test/pipeline/',
        '<rootDir>/test/whole-pipeline/',
        '<rootDir>/test/slow/whole-pipeline/',
        '<rootDir>/test/slow/distributed.test.ts',
        '<rootDir>/test/e2e/',
      ];

export const leftOut = leftOutFor(readFileSync('pipeline/pipeline.ts', 'utf8'));

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  transform: {
    '\\.sql$': '<rootDir>/test/sql-files.cjs',
    '\\.html$': '<rootDir>/test/html-files.cjs',
    '^.+\\.m?[tj]sx?$': [
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
  moduleNameMapper: {
    // Its package.json lets nobody require it.
    '^fauxqs$': '<rootDir>/node_modules/fauxqs/dist/app.js',
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esm.join('|')}))`],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(slow|browser|e2e|athena|pipeline/trino)/', ...leftOut],
  maxWorkers: 2,
  // A machine may be shared; whoever draws more cases has the time for them.
  testTimeout: process.env.FUZZ_RUNS ? 3_600_000 : 30_000,
};
