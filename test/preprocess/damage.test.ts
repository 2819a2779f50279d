import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { z } from 'zod';
import { parquetOf } from '../world/parquet.ts';
import { damaged, damages } from './damaged.ts';
import { preprocessed } from './orders.ts';
import { csv, type Judge, json, type Record, unpacked } from './readers.ts';

/** So many files are damaged at once; FUZZ_RUNS=200 draws about so many of each format, others each time. */
const atOnce = 12;
const { FUZZ_RUNS } = process.env;
const runs = FUZZ_RUNS ? { numRuns: Math.ceil(Number(FUZZ_RUNS) / atOnce) } : { numRuns: 1, seed: 1 };
const many = fc.array(damages, { minLength: atOnce, maxLength: atOnce });

const row = z.object({ id: z.int(), day: z.iso.date(), note: z.string() });
const rows = Array.from({ length: 12 }, (_, at) => ({
  id: at + 1,
  day: `2013-02-${String(at + 10)}`,
  note: ['plain', 'a,b', 'say "hi"', 'two\nlines', 'é€😀', ' 1e3 '][at % 6] ?? '',
}));
const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csvText = ['id,day,note', ...rows.map(({ id, day, note }) => `${id},${day},${quoted(note)}`), ''].join('\n');
const lines = rows.map((one) => `${JSON.stringify(one)}\n`).join('');

const texts: readonly [string, Buffer, Judge][] = [
  ['csv', Buffer.from(csvText), csv],
  ['csv.gz', gzipSync(csvText), unpacked(csv)],
  ['ndjson', Buffer.from(lines), json],
  ['ndjson.gz', gzipSync(lines), unpacked(json)],
  ['json', Buffer.from(JSON.stringify(rows, null, 1)), json],
];

/** A file beside them that nothing happens to. */
const beside = { 'z.csv': 'id,day,note\n99,2013-02-01,beside\n' };
const last = { id: '99', day: '2013-02-01', note: 'beside' };

interface Read {
  readonly rows: number;
  readonly clean: readonly Record[];
  /** By the number of the row. */
  readonly rejected: ReadonlyMap<number, string>;
}

/** What was read of each file; undefined where it is at fault, and named. */
async function read(kind: string, all: readonly Buffer[]): Promise<(Read | undefined)[]> {
  const files = Object.fromEntries(all.map((bytes, at) => [`${at}.${kind}`, bytes]));
  const outcome = await preprocessed({ files: { ...files, ...beside }, source: { row, key: [] } });
  const found = outcome.quality.files;
  expect(found.at(-1)).toMatchObject({ file: 'z.csv', rows: 1, fault: null });
  expect(outcome.clean.at(-1)).toEqual(last);
  let from = 0;
  return found.slice(0, -1).map(({ file, fault, rows }) => {
    if (fault !== null) return void expect(fault.startsWith(`${file} `)).toBe(true);
    const of = outcome.rejected.filter((one) => one.file === file);
    const rejected = new Map(of.map(({ row, raw }) => [Number(row), String(raw)]));
    const clean = outcome.clean.slice(from, from + rows - rejected.size);
    from += clean.length;
    return { rows, clean, rejected };
  });
}

/** A value as the engine stores it; what is no value of its column becomes null. */
function stored(record: Record | undefined): Record | null {
  if (!record) return null;
  const { id, day, note } = record;
  const whole = typeof id === 'number' || /^-?\d+(\.0+)?$/.test(String(id)) ? Number(id) : id;
  const text = typeof note === 'number' ? String(note) : note;
  const found = row.safeParse({ id: whole, day, note: text === '' ? undefined : text });
  return found.success ? { ...found.data, id: String(found.data.id) } : null;
}

/** A character that stands for bytes that are none, a NUL, or a key twice: what another reader does not mind. */
const odd = /\ufffd|\0|\\u0000|"(id|day|note)".*"\1"/s;

function agree(found: Read, judged: readonly (Record | undefined)[]): void {
  expect(found.rows).toBe(judged.length);
  expect(found.clean).toEqual(judged.filter((_, at) => !found.rejected.has(at + 1)).map(stored));
  for (const [row, raw] of found.rejected) if (stored(judged[row - 1])) expect(raw).toMatch(odd);
}

describe('a damaged file is read as another reader does, or at fault by its name', () => {
  it.each(texts)('.%s', async (kind, whole, judge) => {
    const property = fc.asyncProperty(many, async (all) => {
      const files = all.map((one) => damaged(whole, one));
      for (const [at, found] of (await read(kind, files)).entries()) {
        const judged = found && judge(files[at] ?? whole);
        if (judged) agree(found, judged);
      }
    });
    await fc.assert(property, runs);
  });
});

describe('a damaged Parquet file', () => {
  it.each(['none', 'gzip', 'snappy', 'zstd'])(
    'with checksums is read as it was, or at fault by its name: %s',
    async (codec) => {
      const whole = readFileSync(`test/preprocess/${codec}.parquet`);
      const [plain] = await read('parquet', [whole]);
      expect(plain?.clean).toHaveLength(40);
      const property = fc.asyncProperty(many, async (all) => {
        const files = await read(
          'parquet',
          all.map((one) => damaged(whole, one)),
        );
        for (const found of files) if (found) expect(found).toEqual(plain);
      });
      await fc.assert(property, runs);
    },
  );

  it.each(['uncompressed', 'snappy', 'zstd', 'brotli', 'lz4_raw'])(
    'without checksums never fails the run: %s',
    async (codec) => {
      const whole = await parquetOf(
        "SELECT range AS id, DATE '2013-02-08' AS day, 'note ' || (range % 7) AS note FROM range(100)",
        `, COMPRESSION ${codec}, ROW_GROUP_SIZE 40`,
      );
      const property = fc.asyncProperty(many, async (all) => {
        const found = await read(
          'parquet',
          all.map((one) => damaged(whole, one)),
        );
        expect(found).toHaveLength(all.length);
      });
      await fc.assert(property, runs);
    },
  );
});
