const { execFileSync } = require('node:child_process');
const { dirname } = require('node:path');

/** For `serverless.yml`: what `pipeline/` says of the service. */
module.exports = () =>
  JSON.parse(
    execFileSync(process.execPath, ['scripts/run.js', 'service'], { cwd: dirname(__dirname), encoding: 'utf8' }),
  );
