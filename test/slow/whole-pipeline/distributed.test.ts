import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesOf, latestReport, latestRun, outOf, scratch, start } from '../../whole-pipeline/npm-start.ts';

const batches = ['2013-01', '2013-02'];

let plain: Awaited<ReturnType<typeof start>>;
let distributed: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  plain = await start('plain');
  distributed = await start('distributed', '--distributed');
});

/** A report without what tells how it was made: the facts of the run, the parts of its sources, and the page that shows both. */
async function sameOf(name: string, batch: string) {
  const { run: _, quality, files, ...same } = await latestReport(name, batch);
  const [page, others] = [files.filter(isPage), files.filter((file) => !isPage(file))];
  expect(page).toHaveLength(1);
  return { ...same, quality: quality.map(({ parts: _, ...source }) => source), files: others };
}
const isPage = ({ kind }: { readonly kind: string }) => kind === 'page';

/** Each CSV, Parquet, JSON and XLSX file that a run made of its tables, and of rejected rows, with its digest. */
async function twinsOf(name: string, batch: string, run: string) {
  const folders = [join(outOf(name), batch, run), join(scratch, name, 'store', 'bucket', 'runs', run, 'tables')];
  const found = await Promise.all(folders.map(filesOf));
  const files = found.flatMap((all, at) => [...all].map(([path, digest]) => [`${at}/${path}`, digest] as const));
  return Object.fromEntries(files.filter(([path]) => !/(\.html|report\.json|_complete\.json)$/.test(path)));
}

it('says of each batch that it was read in parts, and that its tables were made by Athena', () => {
  expect(plain).toMatchObject({ code: 0, output: expect.not.stringMatching(/^ {2}(Divide|Athena) /m) });
  expect(distributed.code).toBe(0);
  for (const line of [/^ {2}Separate +planes +\d\d calls/gm, /^ {2}Athena +daily +\d\d rows/gm])
    expect(distributed.output.match(line)).toHaveLength(batches.length);
});

describe.each(batches)('the report of %s', (batch) => {
  it('has the same files beside it, byte for byte, as one that single functions made', async () => {
    const run = await latestRun('plain', batch);
    expect(await latestRun('distributed', batch)).toBe(run);
    const twins = await twinsOf('plain', batch, run);
    expect(await twinsOf('distributed', batch, run)).toEqual(twins);
    const kinds = new Set(Object.keys(twins).map((path) => path.replace(/^.*\./, '')));
    expect([...kinds].sort()).toEqual(['csv', 'json', 'parquet', 'xlsx']);
  });

  it('says the same but for how it was made', async () => {
    expect(await sameOf('distributed', batch)).toEqual(await sameOf('plain', batch));
    const [one, other] = await Promise.all(['plain', 'distributed'].map((name) => latestReport(name, batch)));
    expect(one?.quality.filter(({ parts }) => parts !== undefined)).toEqual([]);
    expect(Object.fromEntries((other?.quality ?? []).map(({ source, parts }) => [source, parts]))).toMatchObject({
      flights: 1, // compressed, so never cut
      weather: expect.any(Number),
      planes: expect.any(Number),
    });
    expect(one?.run.scannedBytes).toBeUndefined();
    expect(other?.run.scannedBytes).toBeGreaterThan(0);
  });
});

it('is a new attempt of a run that was made before, with the same files', async () => {
  const [batch = ''] = batches;
  const run = await latestRun('plain', batch);
  const before = await readdir(join(outOf('plain'), batch));
  const page = await readFile(join(outOf('plain'), batch, run, 'index.html'), 'utf8');
  expect(await start('plain', '--distributed', '--batch', batch)).toMatchObject({ code: 0 });

  const attempt = await latestRun('plain', batch);
  expect(before).toContain(run);
  expect(before).not.toContain(attempt);
  expect((await latestReport('plain', batch)).run).toMatchObject({ attempt: 2, scannedBytes: expect.any(Number) });
  expect(await twinsOf('plain', batch, attempt)).toEqual(await twinsOf('plain', batch, run));
  expect(await readFile(join(outOf('plain'), batch, run, 'index.html'), 'utf8')).toBe(page);
});
