import { command } from '../commands/command.ts';
import { verifyReport } from '../commands/verify/report/report.ts';
import { readCommandLine } from '../local/command-line.ts';
import type { Screen } from '../local/screen.ts';
import { some } from '../local/tables.ts';

const usage = `Holds what pipeline/ says against itself: rules, SQL, and every column that figures, charts and tables name;
and the states of the state machine against functions/ and serverless.yml.
It takes no data and a second; npm start does it first.

  npm run verify

With the folder of a report it holds that report against itself, whoever made it: the sums of its rows, the
SHA-256 of each of its files, its headlines and tables against its CSV files, its verdict against its checks.

  npm run verify -- <report folder>

It ends with 1 where something is wrong.`;

await command({ usage }, async (args, screen) => {
  const [folder, ...more] = readCommandLine({ args: [...args], allowPositionals: true }, usage).positionals;
  if (more.length > 0) throw new Error('Name one folder at most; --help says more.');
  return folder === undefined ? ofPipeline(screen) : ofReport(folder, screen);
});

async function ofPipeline(screen: Screen): Promise<number> {
  const { refuseMistyped } = await import('../commands/verify/verify.ts');
  const { load } = await import('../commands/verify/load.ts');
  const { pipeline } = await load(import('../pipeline/pipeline.ts'));
  const { pageOf } = await import('../functions/definition/define-report.ts');
  await refuseMistyped(pipeline);
  const { sources, report } = pipeline;
  const { tables } = report;
  const counts = [
    some(sources.length, 'source', 'sources'),
    some(tables.length, 'table', 'tables'),
    some(pageOf(report).length, 'component', 'components'),
  ].join(', ');
  screen.line(screen.green(`pipeline/ and its steps are sound: ${counts}.`));
  return 0;
}

async function ofReport(folder: string, screen: Screen): Promise<number> {
  const { document, problems } = await verifyReport(folder);
  const { title, batch, quality, files, figures } = document;
  for (const problem of problems) screen.line(screen.red(`- ${problem}`));
  const counts = `${quality.length} sums of rows, ${files.length} files, ${figures.length} headlines`;
  if (problems.length > 0)
    screen.line(`${title} ${batch.name}: ${some(problems.length, 'fact does', 'facts do')} not hold.`);
  else screen.line(screen.green(`${title} ${batch.name} holds: ${counts}.`));
  return problems.length > 0 ? 1 : 0;
}
