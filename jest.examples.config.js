import config from './jest.config.js';

/** The machines of examples/, each with its stack on this machine. */
export default {
  ...config,
  roots: ['<rootDir>/examples'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 120_000,
};
