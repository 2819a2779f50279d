import config, { leftOut } from './jest.config.js';

/** The pages that people look at, in a real browser. */
export default {
  ...config,
  roots: ['<rootDir>/test/browser'],
  testPathIgnorePatterns: ['/node_modules/', ...leftOut],
  maxWorkers: 1,
  testTimeout: 120_000,
};
