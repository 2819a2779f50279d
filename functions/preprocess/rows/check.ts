import { z } from 'zod';
import { isSensitive } from '../../contract/contract.ts';
import { nameOf } from '../../contract/names.ts';
import { checkedRows } from '../../contract/rows.ts';
import { TributaryError } from '../../core/errors.ts';
import { identifier, literal } from '../../core/quote.ts';
import { told } from '../../core/told.ts';
import type { Engine } from '../../core/world.ts';
import type { Source } from '../../definition/define-source.ts';
import { FileFault, ofTheWorld, orFault } from '../fault.ts';
import type { Readable } from '../formats/format.ts';
import type { FoundPart } from './found.ts';
import { onlyProjects } from './plan.ts';
import { keepUnreadable } from './unreadable.ts';

interface Unchecked {
  readonly found: Readable;
  readonly source: Source;
  /** The file's number in the order of delivery. */
  readonly at: number;
  /** Of the Parquet file to write. */
  readonly path: string;
}

/** Types and checks every row of a file in one pass, and counts them. Throws FileFault. */
export async function check(unchecked: Unchecked, engine: Engine): Promise<Checked> {
  const { found, path } = unchecked;
  await write(unchecked, engine);
  const putAside = found.unreadable ? await keepUnreadable(found.unreadable, engine) : 0;
  const staged = await rowsIn(path, engine);
  if (found.expected !== undefined && found.expected !== staged + putAside) {
    const see = found.unreadable ? 'See whether a quote is open or doubled where it should not be' : 'Export it anew';
    throw new FileFault(`has ${found.expected} rows, and ${staged + putAside} could be told apart. ${see}`);
  }
  const { noRow = null } = found;
  const isNone = noRow !== null && staged > 0 && !(await hasRow(path, noRow, engine));
  return { rows: staged + putAside, staged, noRow: isNone ? noRow : null };
}

type Checked = Pick<FoundPart, 'rows' | 'staged' | 'noRow'>;

async function write({ found, source, at, path }: Unchecked, engine: Engine): Promise<void> {
  const { contract } = source;
  const values = contract.columns
    .map(({ name }, column) => `${identifier(name)} AS ${nameOf.staged(column)}`)
    .join(', ');
  const rows = `
    SELECT ${values}, "$rejected" AS rejected, ${at}::INTEGER AS file
    FROM (${checkedRows(contract, found.rows)})`;
  await onlyProjects(rows, engine);
  try {
    await engine.run(`COPY (${rows}) TO ${literal(path)} (${parquetFormat}, ROW_GROUP_SIZE ${groupRows})`);
  } catch (error) {
    if (ofTheWorld(error)) throw error;
    const read = (rules: typeof contract.rules) =>
      engine.rows(`SELECT bit_xor(hash(checked)) FROM (${checkedRows({ ...contract, rules }, found.rows)}) checked`);
    // The file is at fault where it cannot be read without any rule either.
    await orFault(contract, () => read([]));
    for (const rule of contract.rules) {
      await read([rule]).catch((cause) => {
        throw ofTheWorld(cause) ? cause : ruleFailed(source, cause, rule.name);
      });
    }
    throw ruleFailed(source, error);
  }
}

/** What the engine says of a rule that fails may hold the value of the row. */
export const ruleFailed = ({ name, contract }: Source, error: unknown, rule?: string) =>
  new TributaryError(
    'PipelineInvalid',
    `${rule === undefined ? 'A rule' : `The rule "${rule}"`} of ${name} fails on a row, where it has to say true or false: ${told(error, isSensitive(contract))}. Write TRY_CAST for CAST.`,
  );

async function hasRow(path: string, noRow: string, engine: Engine): Promise<boolean> {
  const isRow = `rejected IS NULL OR json_extract_string(rejected, '$[1]') IS DISTINCT FROM ${literal(noRow)}`;
  const [first] = await engine.rows(`SELECT 1 FROM read_parquet(${literal(path)}) WHERE ${isRow} LIMIT 1`);
  return first !== undefined;
}

/** Small dictionaries and the encodings of version 2 take half the time and half the space of DuckDB's defaults. */
export const parquetFormat = 'FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 100';

/** A little above DuckDB's default: where up to 2 % of a group's rows are not clean, the clean ones still are a group, and need not be put together anew. */
const groupRows = 124_000;

const metadata = z.array(z.object({ rows: z.coerce.number() }));

/** The rows of a Parquet file, by its own account. */
export async function rowsIn(path: string, engine: Engine): Promise<number> {
  const sql = `SELECT coalesce(sum(num_rows), 0) AS rows FROM parquet_file_metadata(${literal(path)})`;
  return metadata.parse(await engine.rows(sql)).reduce((sum, { rows }) => sum + rows, 0);
}
