import { existsSync } from 'node:fs';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { february, fileOf, outOf, runsOf, scratch, start, tributary } from '../../whole-pipeline/npm-start.ts';

it('show: says why a run is held', async () => {
  const broken = await february('held', async (folder) => truncate(await fileOf(folder, 'flights'), 100_000));
  await start('held', '--only-files', '--input', broken);
  const [held] = await runsOf('held');
  expect(held).toMatchObject({ result: 'held', holds: false });
  const { output } = await tributary('held', 'show', held?.run ?? '');
  expect(output).toMatch(/^flights: flights-2013-02.csv.gz is cut off/m);
  expect(output).toContain('quality.html');
  expect(output).not.toContain('accept');
});

it('accept: publishes what is past its limits, with the reason, and rerun: makes it again', async () => {
  const limited = await february('limited', async (folder) => {
    const path = await fileOf(folder, 'weather');
    const [header = '', ...rows] = (await readFile(path, 'utf8')).trimEnd().split('\n');
    await writeFile(path, [header, ...rows.map((row, at) => (at % 3 === 0 ? `x${row}` : row))].join('\n'));
  });
  await start('limited', '--only-files', '--input', limited);
  const [held] = await runsOf('limited');
  expect(held).toMatchObject({ result: 'held' });
  const again = await tributary('limited', 'rerun', '2013-02', '--out', outOf('limited'));
  expect(again).toMatchObject({ code: 1, output: expect.stringContaining(`${held?.run}_2: held`) });
  const why = ['--reason', 'Known to the shop.', '--out', outOf('limited')];
  const accepted = await tributary('limited', 'accept', held?.run ?? '', ...why);
  expect(accepted).toMatchObject({ code: 0, output: expect.stringContaining(`${held?.run}_3: published`) });
  expect(await readFile(`${outOf('limited')}/2013-02/${held?.run}_3/index.html`, 'utf8')).toContain(
    'Known to the shop.',
  );
  expect((await runsOf('limited')).map(({ result, holds }) => [result, holds])).toEqual([
    ['published', true],
    ['held', false],
    ['held', false],
  ]);
});

it('forget: leaves nothing of a batch, in the bucket, beside it or in the reports', async () => {
  await start('forgotten', '--only-files');
  const out = ['--out', outOf('forgotten')];
  expect(await tributary('forgotten', 'forget', '2013-01', ...out)).toMatchObject({ code: 1 }); // nobody is asked
  const { code, output } = await tributary('forgotten', 'forget', '2013-01', '--yes', ...out);
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('rerun 2013-02') });
  const store = join(scratch, 'forgotten', 'store');
  const left = await readdir(store, { recursive: true });
  expect(left.filter((path) => path.includes('2013-01'))).toEqual([]);
  expect(left.filter((path) => path.includes('2013-02')).length).toBeGreaterThan(50);
  expect(existsSync(join(outOf('forgotten'), '2013-01'))).toBe(false);
  expect(await readFile(join(outOf('forgotten'), 'index.html'), 'utf8')).not.toContain('2013-01/index.html');
  expect((await runsOf('forgotten')).map(({ batch }) => batch)).toEqual(['2013-02']);
  expect(await start('forgotten', '--only-files', '--batch', '2013-01')).toMatchObject({ code: 0 });
  expect((await runsOf('forgotten')).map(({ batch, holds }) => [batch, holds])).toEqual([
    ['2013-02', true],
    ['2013-01', true],
  ]);
});
