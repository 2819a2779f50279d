import { command } from '../commands/command.ts';
import { refuseUnsound } from '../commands/verify/verify.ts';
import { pageOf } from '../functions/definition/define-report.ts';
import { pipeline } from '../pipeline/pipeline.ts';

const usage = `Holds what pipeline/ says against itself: rules, SQL, and every column that figures, components and tables name;
and the states of the state machine against functions/ and serverless.yml.
It takes no data and a second; npm start does it first.

  npm run verify`;

await command({ usage }, async (_, screen) => {
  await refuseUnsound(pipeline);
  const { sources, report } = pipeline;
  const counts = `${sources.length} sources, ${report.tables.length} tables, ${pageOf(report).length} components`;
  screen.line(screen.green(`pipeline/ and its steps are sound: ${counts}.`));
  return 0;
});
