import config, { leftOut } from './jest.config.js';

/** What takes longer than a developer waits for: packaging, whole projects, dying processes. */
export default {
  ...config,
  roots: ['<rootDir>/test/slow'],
  testPathIgnorePatterns: ['/node_modules/', ...leftOut],
  testTimeout: 600_000, // some run all the tests of a project that they make
};
