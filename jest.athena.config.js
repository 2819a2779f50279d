import config, { leftOut } from './jest.config.js';

/** Athena's API answered by a Trino, of which Athena is one. */
export default {
  ...config,
  testMatch: ['**/test/athena/**/*.test.ts', '**/test/pipeline/trino/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...leftOut],
  maxWorkers: 1,
  testTimeout: 300_000, // the first run on a machine downloads a Trino
};
