import { pipeline } from '../pipeline/pipeline.ts';
import { openScreen } from './local/screen.ts';
import { refuseUnsound } from './verify/verify.ts';

const usage = `Holds what pipeline/ says against itself: rules, SQL, and every column that figures, charts and tables name.
It takes no data and a second; npm start does it first.

  npm run verify`;

const screen = openScreen();
try {
  if (process.argv.slice(2).some((one) => ['--help', '-h'].includes(one))) screen.line(usage);
  else {
    await refuseUnsound(pipeline);
    const { sources, report } = pipeline;
    screen.line(
      screen.green(
        `pipeline/ is sound: ${sources.length} sources, ${report.tables.length} tables, ${report.charts.length} charts.`,
      ),
    );
  }
} catch (error) {
  screen.line(screen.red(error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
} finally {
  screen.close();
}
