import config, { leftOut } from './jest.config.js';

/** The whole stack, deployed to an emulator of AWS. */
export default {
  ...config,
  roots: ['<rootDir>/test/e2e'],
  testPathIgnorePatterns: ['/node_modules/', ...leftOut],
  passWithNoTests: true,
  maxWorkers: 1,
  testTimeout: 600_000, // what start could not do, the queue hands to it again after six minutes
};
