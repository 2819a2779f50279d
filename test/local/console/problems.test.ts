import { build } from 'esbuild';
import { problemsIn } from '../../../local/console/problems.ts';

it('tells where the code cannot be read', async () => {
  const stdin = { contents: 'const a = 1;\nconst b = ;', sourcefile: 'pipeline/pipeline.ts' };
  const error = await build({ stdin, write: false, logLevel: 'silent' }).catch((one: unknown) => one);
  expect(problemsIn(error)).toEqual(
    [
      {
        message: 'Unexpected ";"',
        file: 'pipeline/pipeline.ts',
        line: 2,
        column: 11,
        length: 1,
        lineText: 'const b = ;',
      },
    ].map(({ length: _, lineText: __, ...place }) => expect.objectContaining(place)),
  );
});

it('tells each thing that is unsound, with the line that the engine names', () => {
  const error = new Error(
    'The pipeline cannot run:\n' +
      '- The table "daily" cannot be made; look at pipeline/report/daily.sql: Catalog Error: no dayz\n\nLINE 24: FROM dayz\n' +
      '- pipeline/report/report.ts: The figure "Orders" shows a column that is not there.\n' +
      '- Nobody lists it.',
  );
  expect(problemsIn(error)).toMatchObject([
    { message: expect.stringContaining('no dayz'), file: 'pipeline/report/daily.sql', line: 24 },
    { message: 'The figure "Orders" shows a column that is not there.', file: 'pipeline/report/report.ts' },
    { message: 'Nobody lists it.' },
  ]);
});

it('tells the innermost place of pipeline/ of what was thrown when it was loaded', () => {
  const error = Object.assign(new Error('x is not defined'), {
    stack: `ReferenceError: x is not defined
    at defineSource (${process.cwd()}/functions/definition/define-source.ts:9:2)
    at <anonymous> (file://${process.cwd()}/pipeline/sources/visits.ts:4:24)
    at ModuleJob.run (node:internal/modules/esm/module_job:325:25)`,
  });
  expect(problemsIn(error)).toEqual([
    { message: 'x is not defined', file: 'pipeline/sources/visits.ts', line: 4, column: 24 },
  ]);
});

it('tells what has no place, too', () => {
  expect(problemsIn('nothing works')).toMatchObject([{ message: 'nothing works' }]);
});
