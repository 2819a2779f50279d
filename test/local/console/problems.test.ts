import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { messageOf } from '../../../functions/core/told.ts';
import { problemsIn } from '../../../local/console/problems.ts';
import { checkDefinition, readDefinition, readYaml } from '../../../local/definition.ts';

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
      '- pipeline/sources/orders.ts: line 7: there is no option "keys" here.\n' +
      '- Nobody lists it.',
  );
  expect(problemsIn(error)).toMatchObject([
    { message: 'Catalog Error: no dayz', file: 'pipeline/report/daily.sql', line: 24 },
    { message: 'The figure "Orders" shows a column that is not there.', file: 'pipeline/report/report.ts' },
    { message: 'there is no option "keys" here.', file: 'pipeline/sources/orders.ts', line: 7 },
    { message: 'Nobody lists it.' },
  ]);
});

describe('of the state machine', () => {
  const thrownBy = async (definition: string, work: (path: string) => unknown) => {
    const folder = await mkdtemp(join(tmpdir(), 'tributary-problems-'));
    const path = join(folder, 'pipeline.asl.yaml');
    await writeFile(path, definition);
    try {
      return work(path);
    } catch (error) {
      return error;
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  it('tells the line that cannot be read', async () => {
    const broken = await thrownBy('StartAt: A\nStates:\n  A: B: C\n', readYaml);
    const error = new Error(messageOf(broken).replace(/^.*(?=pipeline\.asl)/, 'statemachines/'));
    expect(problemsIn(error)).toEqual([
      { message: expect.not.stringMatching(/line|\n/), file: 'statemachines/pipeline.asl.yaml', line: 3 },
    ]);
  });

  it('tells each state that cannot run, where it stands', async () => {
    const saved = readDefinition();
    const States = { Report: { Type: 'Task', Resource: 'x', Next: 'Nowhere' } };
    const error = await checkDefinition({ ...saved, StartAt: 'Report', States }, async () => []).catch((one) => one);
    const text = (await readFile('statemachines/pipeline.asl.yaml', 'utf8')).split('\n');
    expect(problemsIn(error)[0]).toEqual({
      message: 'state Report leads to Nowhere, which is not there',
      file: 'statemachines/pipeline.asl.yaml',
      line: 1 + text.findIndex((line) => line.includes('Report:')),
    });
  });
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
