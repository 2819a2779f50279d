import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { reportSchema } from '../../functions/core/document.ts';
import { latestSchema } from '../../functions/core/latest.ts';
import { localCredential } from '../../scripts/local/origins/served.ts';

jest.setTimeout(120_000);

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'tributary-whole-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** `npm start` in a process of its own, with folders that go by the name: a store, one for its reports, a temporary one. */
async function spawnStart(name: string, ...options: string[]) {
  const folders = ['--store', join(scratch, name, 'store'), '--out', outOf(name)];
  await mkdir(tmpOf(name), { recursive: true });
  const env = { ...process.env, TMPDIR: tmpOf(name) };
  return spawn(process.execPath, ['scripts/run.js', 'start', ...folders, ...options], { stdio: 'pipe', env });
}
async function start(name: string, ...options: string[]): Promise<{ code: unknown; output: string }> {
  const child = await spawnStart(name, ...options);
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, output: output + errors };
}
const outOf = (name: string) => join(scratch, name, 'out');
const tmpOf = (name: string) => join(scratch, name, 'tmp');

const readJson = async (...path: string[]): Promise<unknown> => JSON.parse(await readFile(join(...path), 'utf8'));
const latestRun = async (name: string, batch: string) =>
  latestSchema.parse(await readJson(outOf(name), batch, 'latest.json')).run ?? '';
const latestReport = async (name: string, batch: string) =>
  reportSchema.parse(await readJson(outOf(name), batch, await latestRun(name, batch), 'report.json'));

/** A folder to upload from: the sample's February, changed. */
async function february(name: string, change: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(scratch, name, 'in');
  await cp('sample/incoming/2013-02', join(folder, '2013-02'), { recursive: true });
  await change(join(folder, '2013-02'));
  return folder;
}
const fileOf = async (folder: string, source: string) => {
  const [file = ''] = await readdir(join(folder, source));
  return join(folder, source, file);
};

describe('the sample, from its files to the reports', () => {
  let first: { code: unknown; output: string };
  let files: { code: unknown; output: string };
  beforeAll(async () => {
    [first, files] = await Promise.all([start('one'), start('files', '--only-files')]);
  });

  it('ends well, in plain lines, with the path of the last report', async () => {
    expect(first).toMatchObject({ code: 0, output: expect.not.stringContaining('\x1b') });
    const page = join(outOf('one'), '2013-02', await latestRun('one', '2013-02'), 'index.html');
    expect(first.output.trimEnd().split('\n').at(-1)).toContain(page);
    expect(await readFile(page, 'utf8')).toMatch(/^<!doctype html>/i);
  });

  it('reads three sources over the wire, and two that were uploaded', async () => {
    expect(first.output).toContain('PostgreSQL, DynamoDB and an API are up on this machine, seeded from sample/seed.');
    const places = [...first.output.matchAll(/Ingest +(\w+) +(\S.*?) {2}/g)].map(([, source, place]) => [
      source,
      place,
    ]);
    expect(places).toHaveLength(10);
    expect(Object.fromEntries(places)).toEqual({
      flights: '1 file',
      weather: '1 file',
      planes: 'from DynamoDB',
      airlines: 'from PostgreSQL',
      airports: 'from an API',
    });
  });

  it.each([
    ['2013-01', 27_004, 521, 4324],
    ['2013-02', 24_951, 1_261, 3888],
  ])('counts the flights of %s, and those whose plane is not known', async (batch, scheduled, cancelled, unmatched) => {
    const { figures, joins } = await latestReport('one', batch);
    const values = Object.fromEntries(figures.map(({ column, value }) => [column, Number(value)]));
    expect(values).toMatchObject({ scheduled, cancelled });
    expect(first.output).toMatch(new RegExp(`Scheduled flights +${scheduled.toLocaleString('en-US')}`));
    expect(joins.find(({ references }) => references === 'planes')).toMatchObject({ unmatched });
  });

  it.each(['2013-01', '2013-02'])('has the same %s with files alone', async (batch) => {
    expect(files).toMatchObject({ code: 0, output: expect.stringContaining('No database and no API') });
    const [wire, alone] = await Promise.all([latestReport('one', batch), latestReport('files', batch)]);
    expect(alone.figures).toEqual(wire.figures);
    expect(alone.tables).toEqual(wire.tables);
    expect(alone.joins).toEqual(wire.joins);
  });

  it('keeps the credentials of what it reads out of every line, object and report', async () => {
    const [reports, kept] = await Promise.all([textsBelow(outOf('one')), textsBelow(join(scratch, 'one', 'store'))]);
    expect(kept.length).toBeGreaterThan(20);
    expect([first.output, ...reports, ...kept].filter((text) => text.includes(localCredential))).toEqual([]);
  });

  it('leaves nothing behind in the temporary folder', async () => {
    expect(await readdir(tmpOf('one'))).toEqual([]);
    expect(await readdir(tmpOf('files'))).toEqual([]);
  });

  it('sees the snowstorm of the 8th of February', async () => {
    const daily = (await latestReport('one', '2013-02')).tables.find(({ name }) => name === 'daily');
    expect(daily?.rowCount).toBe(28);
    expect(daily?.rows.find(({ day }) => day === '2013-02-08')).toMatchObject({ cancelled: expect.anything() });
    expect(Number(daily?.rows.find(({ day }) => day === '2013-02-08')?.cancelled)).toBe(472);
  });

  it('loses no row, and catches the wind that cannot be', async () => {
    const { quality } = await latestReport('one', '2013-02');
    for (const { read, clean, rejected, duplicates } of quality) expect(clean + rejected + duplicates).toBe(read);
    expect(quality.find(({ source }) => source === 'weather')).toMatchObject({
      rejected: 1,
      rejections: [{ column: 'wind_mph', rows: 1, examples: [{ value: expect.stringContaining('1048') }] }],
    });
  });

  it('compares February with January', async () => {
    const { comparedWith, figures } = await latestReport('one', '2013-02');
    expect(comparedWith).toEqual({ batch: '2013-01', run: await latestRun('one', '2013-01') });
    expect(Number(figures.find(({ column }) => column === 'scheduled')?.previous)).toBe(27_004);
  });

  it('makes the same bytes from a fresh store, but for the object `run` of report.json', async () => {
    expect(await start('other', '--batch', '2013-01')).toMatchObject({ code: 0 });
    const folders = ['one', 'other'].map((name) => filesOf(join(outOf(name), '2013-01')));
    const [one, other] = (await Promise.all(folders)).map((all) => Object.fromEntries(all));
    expect(Object.keys(one ?? {}).length).toBeGreaterThan(10);
    expect(one).toEqual(other);
  });

  it('has nothing to do a second time', async () => {
    const before = await filesOf(outOf('one'));
    const { code, output } = await start('one');
    expect(code).toBe(0);
    expect(output.match(/Nothing changed/g)).toHaveLength(2);
    expect(output).not.toContain('Preprocess');
    expect(await filesOf(outOf('one'))).toEqual(before);
  });

  it('follows a correction, and the way back', async () => {
    const original = await latestRun('files', '2013-02');
    const corrected = await february('corrected', async (folder) => {
      const file = await fileOf(folder, 'weather');
      await writeFile(file, (await readFile(file, 'utf8')).replace(/\b1048[\d.]*/, '10.4'));
    });
    const there = await start('files', '--only-files', '--input', corrected);
    expect(there).toMatchObject({ code: 0, output: expect.stringMatching(/changed: incoming\/2013-02\/weather\//) });
    expect(await latestRun('files', '2013-02')).not.toBe(original);

    const back = await start('files', '--only-files', '--batch', '2013-02');
    expect(back).toMatchObject({ code: 0, output: expect.stringContaining('the latest again') });
    expect(await latestRun('files', '2013-02')).toBe(original);
  });
});

/** What the files below a folder hold, each as text. */
async function textsBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map((file) => readFile(file, 'latin1')));
}

/** The files below a folder with their digests; report.json without its object `run`, and no `latest.json`, which tells times. */
async function filesOf(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const path of (await readdir(folder, { recursive: true })).sort()) {
    if (!/\.\w+$/.test(path) || path.endsWith('latest.json')) continue;
    const bytes = await readFile(join(folder, path));
    const { run: _, ...same } = path.endsWith('report.json')
      ? reportSchema.parse(JSON.parse(bytes.toString()))
      : { run: 0, bytes: bytes.toString('base64') };
    files.set(path, createHash('sha256').update(JSON.stringify(same)).digest('hex'));
  }
  return files;
}

describe('a broken file', () => {
  it('stops its run in sight: a quality page that names it, no report, and an exit code that is not 0', async () => {
    const broken = await february('broken', async (folder) => truncate(await fileOf(folder, 'flights'), 100_000));
    const { code, output } = await start('broken', '--only-files', '--input', broken);
    expect({ code, output }).toMatchObject({
      code: 1,
      output: expect.stringMatching(/held[\s\S]*flights: flights-2013-02.csv.gz is cut off/),
    });

    const [run = '', ...more] = await readdir(join(outOf('broken'), '2013-02'));
    expect(more).toEqual(['latest.json']);
    expect(await latestRun('broken', '2013-02')).toBe('');
    const files = await readdir(join(outOf('broken'), '2013-02', run));
    expect(files).toContain('quality.html');
    expect(files).not.toContain('index.html');
    expect(output).toContain(join(run, 'quality.html'));

    const again = await start('broken', '--only-files', '--input', broken);
    expect(again).toMatchObject({ code: 1, output: expect.stringContaining('quality.html') });
  });
});

describe('a run past its limits', () => {
  it('is published once a person accepts it, with the reason on the page', async () => {
    const input = await february('accepted', async (folder) => {
      const rows = JSON.parse(await readFile('sample/seed/airlines.json', 'utf8'));
      await mkdir(join(folder, 'airlines'));
      await writeFile(
        join(folder, 'airlines', 'list.json'),
        JSON.stringify([...rows, { carrier: 'not two letters', name: 'x' }]),
      );
    });
    const options = ['--only-files', '--input', input];
    const held = await start('accepted', ...options);
    expect(held).toMatchObject({ code: 1, output: expect.stringContaining('5.88 % of 17 rows were rejected') });

    const accepted = await start('accepted', ...options, '--accept', 'A test airline, gone next month');
    expect(accepted).toMatchObject({ code: 0, output: expect.stringContaining('A test airline') });
    const report = await latestReport('accepted', '2013-02');
    expect(report).toMatchObject({
      result: 'published',
      waiver: { reason: 'A test airline, gone next month', sources: ['airlines'] },
    });
    expect(report.run.attempt).toBe(2);

    const again = await start('accepted', ...options);
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining('Nothing changed') });
  });
});

describe('a database that is not as the pipeline has it', () => {
  const seedWith = async (name: string, sql: string) => {
    const folder = join(scratch, name, 'seed');
    await cp('sample/seed', folder, { recursive: true });
    await writeFile(join(folder, 'airlines.sql'), sql);
    return folder;
  };

  it('fails the run, which says of which source, why and what to do, and publishes nothing', async () => {
    const seed = await seedWith('refused', 'CREATE TABLE companies (carrier text)');
    const { code, output } = await start('refused', '--batch', '2013-02', '--seed', seed);
    expect({ code, output }).toMatchObject({
      code: 1,
      output: expect.stringMatching(/failed: SourceRefused: .*airlines.*relation "airlines" does not exist.*Check/),
    });
    expect(output).toContain('2013-02  failed');
    expect(output).not.toContain(localCredential);
    expect(await readdir(tmpOf('refused'))).toEqual([]);
  });

  it('says which seed does not go in, and stops what was started', async () => {
    const seed = await seedWith('seedless', 'CREATE TABEL airlines ()');
    const { code, output } = await start('seedless', '--seed', seed);
    expect(code).toBe(1);
    expect(output.trimEnd().split('\n').at(-1)).toBe(
      `${join(seed, 'airlines.sql')} fails: syntax error at or near "TABEL".`,
    );
    expect(await readdir(tmpOf('seedless'))).toEqual([]);
  });
});

it.each([
  ['while the databases start', 'Runs the pipeline', 'SIGINT', 130],
  ['while the sources are read', 'Ingest', 'SIGTERM', 143],
] as const)('ends at once when it is interrupted %s, and leaves nothing open', async (_, line, signal, code) => {
  const process = await spawnStart(signal);
  for (let said = ''; !said.includes(line); ) said += String(await once(process.stdout, 'data'));
  process.kill(signal);
  expect(await once(process, 'exit')).toEqual([code, null]);
  expect(await readdir(tmpOf(signal))).toEqual([]);
});

it('asks for the seed of a source that has none', async () => {
  const seed = join(scratch, 'nowhere');
  const { code, output } = await start('unseeded', '--seed', seed);
  expect(code).toBe(1);
  expect(output).toContain(`The source "planes" is read from a database or an API, and ${seed} holds nothing`);
  expect(output).toContain('planes.ndjson');
});

it('names a batch that there is not, and an option that there is not, without a stack', async () => {
  const [batch, option] = await Promise.all([start('none', '--batch', '2013-03'), start('none', '--bach', '2013-02')]);
  expect(batch).toEqual({ code: 1, output: 'sample/incoming has no batch 2013-03; it has 2013-01, 2013-02.\n' });
  expect(option.code).toBe(1);
  expect(option.output).toMatch(/^Unknown option '--bach'\./);
});
