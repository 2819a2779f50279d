import config from './jest.config.js';

/** Athena's API answered by a Trino, of which Athena is one. */
export default {
  ...config,
  roots: ['<rootDir>/test/athena'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
  testTimeout: 300_000, // the first run on a machine downloads a Trino
};
