import { existsSync } from 'node:fs';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  february,
  fileOf,
  latestRun,
  outOf,
  runsOf,
  scratch,
  start,
  tributary,
} from '../../whole-pipeline/npm-start.ts';

describe('the commands about two months that npm start has made', () => {
  let runs: string[];
  beforeAll(async () => {
    expect(await start('made', '--only-files')).toMatchObject({ code: 0 });
    runs = [await latestRun('made', '2013-01'), await latestRun('made', '2013-02')];
  });
  const [january, february] = [() => runs[0] ?? '', () => runs[1] ?? ''];

  it('runs: lists them, the newest batch first, with the report that holds', async () => {
    const { code, output } = await tributary('made', 'runs');
    expect(code).toBe(0);
    const lines = output.trimEnd().split('\n').slice(1);
    expect(lines).toEqual([
      expect.stringMatching(new RegExp(`^2013-02 +${february()} +published +holds +\\d{4}-.* s$`)),
      expect.stringMatching(new RegExp(`^2013-01 +${january()} +published +holds `)),
    ]);
    expect(await runsOf('made', '2013-01')).toMatchObject([{ run: january(), result: 'published', holds: true }]);
  });

  it('show: tells the states with their time, and every row', async () => {
    const { code, output } = await tributary('made', 'show', february());
    expect(code).toBe(0);
    expect(output).toContain(`${february()}: published, and its report holds`);
    expect(output).toMatch(/^Preprocess +flights +\d+\.\d s$/m);
    expect(output).toMatch(/^Report +\d+\.\d s$/m);
    expect(output).toMatch(/^weather +1 +2,010 +2,009 +1 +0$/m);
    expect(output).toContain('wind_mph is above 200');
    const { json } = { json: JSON.parse((await tributary('made', 'show', february(), '--json')).output) };
    expect(json).toMatchObject({ comparedWith: { run: january() }, failure: null, waiver: null });
    expect(json.states).toHaveLength(12);
    const page = await readFile(json.page, 'utf8');
    expect(page).toBe(await readFile(`${outOf('made')}/2013-02/${february()}/index.html`, 'utf8'));
  });

  it('open: gives the page of the report that holds, and copies all of it', async () => {
    const page = `${outOf('made')}/2013-02/${february()}/index.html`;
    const folder = join(scratch, 'made', 'copy');
    const [path, copied] = await Promise.all([
      tributary('made', 'open', '2013-02'),
      tributary('made', 'open', '2013-02', '--copy', folder),
    ]);
    expect(await readFile(path.output.trim(), 'utf8')).toBe(await readFile(page, 'utf8'));
    expect(copied.output.trimEnd().split('\n').at(-1)).toBe(join(folder, 'index.html'));
    // How the run went is told on this machine alone.
    const made = (await readdir(`${outOf('made')}/2013-02/${february()}`)).filter((file) => file !== 'run.html');
    expect((await readdir(folder)).sort()).toEqual(made.sort());
  });

  it('rejected: lists every rejected row with its reason', async () => {
    const [table, csv, none] = await Promise.all([
      tributary('made', 'rejected', february()),
      tributary('made', 'rejected', february(), '--source', 'weather', '--csv'),
      tributary('made', 'rejected', february(), '--source', 'flights'),
    ]);
    expect(table.output).toMatch(/^weather +observations-2013-02.csv +268 +wind_mph +is above 200 +1048.361$/m);
    expect(csv.output).toBe(
      'source,file,row,column,reason,value\r\nweather,observations-2013-02.csv,268,wind_mph,is above 200,1048.361\r\n',
    );
    expect(none.output).toBe('No row was rejected.\n');
  });

  it('say what is wrong and what to do', async () => {
    const [command, option, run, stage] = await Promise.all([
      tributary('made', 'rusn'),
      tributary('made', 'runs', '--jsn'),
      tributary('made', 'show', '2013-02-0123456789abcdef'),
      tributary('made', 'runs', '--region', 'eu-west-1'),
    ]);
    expect(command).toMatchObject({ code: 1, output: expect.stringContaining('no command rusn. Did you mean runs?') });
    expect(option).toMatchObject({ code: 1, output: expect.stringContaining('Did you mean --json?') });
    expect(run).toMatchObject({ code: 1, output: expect.stringContaining('npm run tributary -- runs') });
    expect(stage).toMatchObject({ code: 1, output: expect.stringContaining('say --stage too') });
  });

  it('tell what they are for', async () => {
    const { code, output } = await tributary('made', '--help');
    expect(code).toBe(0);
    expect(output).toMatch(/^ {2}show <run> +shows a run/m);
    expect((await tributary('made', 'show', '--help')).output).toMatch(/^Shows a run.*\n\n.*-- show <run>/);
  });
});

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
