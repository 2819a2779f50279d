import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localCredential } from '../../local/origins/served.ts';
import { latestReport, latestRun, outOf, scratch, start, tmpOf } from './npm-start.ts';

jest.setTimeout(120_000);

describe('the sample, from its files to the reports', () => {
  let first: { code: unknown; output: string };
  beforeAll(async () => {
    first = await start('one');
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

  it('keeps the credentials of what it reads out of every line, object and report', async () => {
    const [reports, kept] = await Promise.all([textsBelow(outOf('one')), textsBelow(join(scratch, 'one', 'store'))]);
    expect(kept.length).toBeGreaterThan(20);
    expect([first.output, ...reports, ...kept].filter((text) => text.includes(localCredential))).toEqual([]);
  });

  it('leaves nothing behind in the temporary folder', async () => {
    expect(await readdir(tmpOf('one'))).toEqual([]);
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
});

/** What the files below a folder hold, each as text. */
async function textsBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map((file) => readFile(file, 'latin1')));
}
