import config, { leftOut } from './jest.config.js';

/** The whole stack, deployed to an emulator of AWS. */
export default {
  ...config,
  roots: ['<rootDir>/test/e2e'],
  testPathIgnorePatterns: ['/node_modules/', ...leftOut],
  passWithNoTests: true,
  maxWorkers: 1,
  testTimeout: 300_000,
};
