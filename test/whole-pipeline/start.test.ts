import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportSchema } from '../../functions/core/document.ts';
import { localCredential } from '../../local/origins/served.ts';
import { latestReport, latestRun, outOf, scratch, start, tmpOf } from './npm-start.ts';

jest.setTimeout(120_000);

describe('the sample, from its files to the reports', () => {
  let first: { code: unknown; output: string };
  let files: { code: unknown; output: string };
  beforeAll(async () => {
    [first, files] = await Promise.all([start('one'), start('files', '--only-files', '--batch', '2013-01')]);
  });

  it('ends well, in plain lines, with the path of the last report', async () => {
    expect(first).toMatchObject({ code: 0, output: expect.not.stringContaining('\x1b') });
    const page = join(outOf('one'), '2013-02', await latestRun('one', '2013-02'), 'index.html');
    expect(first.output.trimEnd().split('\n').at(-1)).toContain(page);
    expect(await readFile(page, 'utf8')).toMatch(/^<!doctype html>/i);
  });

  it('reads sources over the wire, and others that were uploaded', async () => {
    const [, up] = /^(.+) are up on this machine, seeded from sample\/seed\.$/m.exec(first.output) ?? [];
    for (const server of ['PostgreSQL', 'DynamoDB', 'an API']) expect(up).toContain(server);
    const places = [...first.output.matchAll(/Ingest +(\w+) +(\S.*?) {2}/g)].map(([, source, place]) => [
      source,
      place,
    ]);
    expect(Object.fromEntries(places)).toMatchObject({
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
    expect(first.output).toMatch(/On AWS it would have cost about \$0\.00[1-9]\d\./);
    expect(joins.find(({ references }) => references === 'planes')).toMatchObject({ unmatched });
  });

  it('has the same with files alone', async () => {
    expect(files).toMatchObject({ code: 0, output: expect.stringContaining('No database and no API') });
    const [wire, alone] = await Promise.all([latestReport('one', '2013-01'), latestReport('files', '2013-01')]);
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
    expect(output.match(/Nothing changed in incoming\/ or pipeline\//g)).toHaveLength(2);
    expect(output).toContain('A change in functions/ or statemachines/');
    expect(output).not.toContain('Preprocess');
    expect(await filesOf(outOf('one'))).toEqual(before);
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
    if (!/\.\w+$/.test(path) || /(latest\.json|run\.html)$/.test(path)) continue;
    const bytes = await readFile(join(folder, path));
    const { run: _, ...same } = path.endsWith('report.json')
      ? reportSchema.parse(JSON.parse(bytes.toString()))
      : { run: 0, bytes: bytes.toString('base64') };
    files.set(path, createHash('sha256').update(JSON.stringify(same)).digest('hex'));
  }
  return files;
}

it('names a batch that there is not, and an option that there is not, without a stack', async () => {
  const [batch, option] = await Promise.all([start('none', '--batch', '2013-03'), start('none', '--bach', '2013-02')]);
  expect(batch).toEqual({ code: 1, output: 'sample/incoming has no batch 2013-03; it has 2013-01, 2013-02.\n' });
  expect(option.code).toBe(1);
  expect(option.output).toMatch(/^Unknown option '--bach'\./);
});
