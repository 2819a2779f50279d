import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { nameOf } from '../../functions/contract/names.ts';
import type { Engine } from '../../functions/core/world.ts';
import { defineSource } from '../../functions/definition/define-source.ts';
import { upload } from '../../functions/origins/upload/options.ts';
import { listen } from '../../functions/platform/content.ts';
import { FileFault, orFault } from '../../functions/preprocess/fault.ts';
import type { Format, RawFile, Readable, Reading } from '../../functions/preprocess/formats/format.ts';
import { formatOf } from '../../functions/preprocess/formats/formats.ts';
import { headerOf } from '../../functions/preprocess/formats/header.ts';
import { gunzip } from '../../functions/preprocess/text/gunzip.ts';
import { firstBytes, startOf } from '../../functions/preprocess/text/survey.ts';

/** Rows to guess a contract from: the table `given` has each column as text, under its place in `names`. */
export interface Example {
  /** Its file, for people. */
  readonly file: string;
  /** As they were delivered, in their order. */
  readonly names: readonly string[];
  readonly separator: string;
  readonly rows: number;
  /** Rows that no contract could read. */
  readonly unreadable: number;
}

/** The text of a column in the table `given`. */
export const givenColumn = (at: number) => `c${at}`;

/** Reads a file as the pipeline itself would, into the table `given`; throws where it is none that can be read. */
export async function openExample(path: string, engine: Engine): Promise<Example> {
  const file = basename(path);
  try {
    return { file, ...(await read(path, engine)) };
  } catch (error) {
    if (error instanceof FileFault) throw new Error(`${path} ${error.message}.`, { cause: error });
    if (existsSync(path)) throw error;
    throw new Error(`${path} is not there: say a file of rows.`, { cause: error });
  }
}

async function read(path: string, engine: Engine): Promise<Omit<Example, 'file'>> {
  const { name: format, open, gzip } = formatOf(path);
  const plain = join(engine.directory, 'raw-0', 'plain');
  await mkdir(dirname(plain));
  if (gzip) await gunzip(path, plain, { most: Number.POSITIVE_INFINITY });
  else await cp(path, plain);
  if (format === 'csv') return load(open, { plain, ...(await headerIn(plain)) }, engine);
  // A look at a file may write it anew.
  await cp(plain, `${plain}-too`);
  const names = await namesIn(await readable(`${plain}-too`, open(probe([], ',')), engine), engine);
  if (names.length === 0) throw new FileFault('has no row to guess from. Take one with some rows');
  return load(open, { plain, names, separator: ',' }, engine);
}

async function readable(path: string, { hear, read }: Reading, engine: Engine): Promise<Readable> {
  await listen(path, hear);
  return read(path, engine);
}

interface Plain extends Pick<Example, 'names' | 'separator'> {
  /** Its path, unpacked. */
  readonly plain: string;
}

async function load(open: Format, { plain, names, separator }: Plain, engine: Engine): Promise<Omit<Example, 'file'>> {
  const file = probe(names, separator);
  const { rows, expected } = await readable(plain, open(file), engine);
  const texts = names.map((_, at) => `${nameOf.given(at)} AS ${givenColumn(at)}`);
  const everything = `SELECT ${texts.join(', ')}, ${rows.fault ?? 'NULL'} AS fault FROM (${rows.from})`;
  await orFault(file.source.contract, () => engine.run(`CREATE TABLE everything AS ${everything}`));
  await engine.run('CREATE VIEW given AS SELECT * EXCLUDE fault FROM everything WHERE fault IS NULL');
  const [count] = counts.parse(
    await engine.rows('SELECT count(*) AS "all", count(*) FILTER (WHERE fault IS NULL) AS rows FROM everything'),
  );
  return { names, separator, rows: count.rows, unreadable: (expected ?? count.all) - count.rows };
}

const counts = z.tuple([z.object({ all: z.coerce.number(), rows: z.coerce.number() })]);

const keys = z.array(z.object({ key: z.string() }));

/** Of JSON, in the order in which its objects have them. */
async function namesIn({ rows, names }: Readable, engine: Engine): Promise<readonly string[]> {
  if (rows.mayLack !== true) return names.filter((name) => name !== '');
  const found = await engine.rows(`
    SELECT key FROM (SELECT unnest("$keys") AS key, generate_subscripts("$keys", 1) AS place FROM (${rows.from}))
    GROUP BY key ORDER BY min(place), key`);
  return keys.parse(found).map(({ key }) => key);
}

/** A source in which every column may be any text, so that nothing is lost on the way. */
function probe(names: readonly string[], separator: string): RawFile {
  const columns = names.map((name, at) => [givenColumn(at), name] as const);
  const anything = z.string().nullable();
  const source = defineSource({
    name: 'example',
    title: 'Example',
    origin: upload({ separator }),
    row: z.object({ ...Object.fromEntries(columns.map(([column]) => [column, anything])), none: anything.optional() }),
    rename: { ...Object.fromEntries(columns), none: '\ufdd1' },
    missing: ['', 'NaN', 'nan'], // without quotes they are in JSON what no other source takes for a text
  });
  return { at: 0, source, most: Number.POSITIVE_INFINITY };
}

const separators = [',', ';', '\t', '|'];

/** The header of a CSV file, parted by what parts it most often; columns without a name are no columns. */
async function headerIn(path: string): Promise<Pick<Example, 'names' | 'separator'>> {
  const { start } = startOf(await firstBytes(path));
  const parted = separators.map((separator) => ({ separator, names: headerOf(start, separator) }));
  const { separator, names } = parted.reduce((most, one) => (one.names.length > most.names.length ? one : most));
  const named = names.filter((name) => name !== '');
  if (named.some((name) => name.includes('\ufffd'))) {
    throw new FileFault('has bytes in its header that are not UTF-8. Save it as UTF-8');
  }
  return { separator, names: named.length > 0 ? named : ['column'] };
}
