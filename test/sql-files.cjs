const { basename } = require('node:path');

/** Lets jest import a `.sql` file with its name, as the bundler does. */
module.exports = {
  process: (sql, path) => ({
    code: `module.exports = { default: ${JSON.stringify({ name: basename(path, '.sql'), sql })}, __esModule: true };`,
  }),
};
