import config, { leftOut } from './jest.config.js';

/** What takes longer than a developer waits for: packaging, the emulator, the browser. */
export default {
  ...config,
  roots: ['<rootDir>/test/slow'],
  testPathIgnorePatterns: ['/node_modules/', ...leftOut],
  testTimeout: 300_000,
};
