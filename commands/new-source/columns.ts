import { z } from 'zod';
import type { ColumnType } from '../../functions/contract/contract.ts';
import { readingOf } from '../../functions/contract/reading.ts';
import { notThere } from '../../functions/contract/rows.ts';
import { literal, literals } from '../../functions/core/quote.ts';
import type { Engine } from '../../functions/core/world.ts';
import { type Example, givenColumn } from './example.ts';
import { columnNames, reservedWords } from './names.ts';
import { type Texts, textsOf, typeOf } from './types.ts';

/** One column of a source, guessed. */
export interface GuessedColumn extends Texts {
  readonly name: string;
  readonly deliveredAs: string;
  readonly type: ColumnType;
  /** Rows without a value, and those of them that do not even have the column. */
  readonly empty: number;
  readonly lacking: number;
  /** Of numbers, days and moments, as text. */
  readonly least: string | null;
  readonly greatest: string | null;
  /** All that occur, of a text that has few. */
  readonly oneOf: readonly string[];
}

/** Texts that people write where they have no value. */
const words = ['NA', 'N/A', 'n/a', '#N/A', 'NULL', 'null', 'Null', 'None', 'none', 'NaN', 'nan', '-', '--', '?', '.'];

/** What of the example means no value: a word among values that are something else without it. */
export async function missingIn(example: Example, zone: string, engine: Engine): Promise<string[]> {
  const found = new Set<string>();
  for (const at of example.names.keys()) {
    const column = givenColumn(at);
    const inside = wordsSchema.parse(
      await engine.rows(
        `SELECT DISTINCT ${column} AS word FROM given WHERE list_contains(${literals(words)}, ${column})`,
      ),
    );
    if (inside.length === 0) continue;
    const without = typeOf(await textsOf(textIn(column, ['', ...words]), zone, engine), zone);
    const withThem = typeOf(await textsOf(textIn(column, ['']), zone, engine), zone);
    if (without.kind !== 'string' && withThem.kind === 'string') for (const { word } of inside) found.add(word);
  }
  return ['', ...words.filter((word) => found.has(word))];
}

const wordsSchema = z.array(z.object({ word: z.string() }));

/** The relation of a column's texts, NULL where one means no value. */
const textIn = (column: string, missing: readonly string[]) => `SELECT ${cellOf(column, missing)} AS text FROM given`;
const cellOf = (column: string, missing: readonly string[]) =>
  `CASE WHEN NOT list_contains(${literals([...missing, notThere])}, ${column}) THEN ${column} END`;

/** Guesses each column of the example. */
export async function guessColumns(
  { example, missing, zone }: { readonly example: Example; readonly missing: readonly string[]; readonly zone: string },
  engine: Engine,
): Promise<GuessedColumn[]> {
  const names = columnNames(example.names, await reservedWords(engine));
  const columns: GuessedColumn[] = [];
  for (const [at, deliveredAs] of example.names.entries()) {
    const relation = textIn(givenColumn(at), missing);
    const texts = await textsOf(relation, zone, engine);
    const type = typeOf(texts, zone);
    const lacking = await lackingIn(givenColumn(at), engine);
    const empty = example.rows - texts.values;
    const oneOf = type.kind === 'string' && isFew(texts) ? await valuesIn(relation, engine) : [];
    const range = await rangeIn(relation, type, engine);
    columns.push({ ...texts, name: names[at] ?? '', deliveredAs, type, empty, lacking, oneOf, ...range });
  }
  return columns;
}

/** So few values, each so often, that another one would be worth a look. */
const isFew = ({ values, distinct, longest }: Texts) =>
  distinct >= 2 && distinct <= 10 && values >= 5 * distinct && longest <= 40;

const lackingRows = z.tuple([z.object({ lacking: z.coerce.number() })]);
async function lackingIn(column: string, engine: Engine): Promise<number> {
  const sql = `SELECT count(*) AS lacking FROM given WHERE ${column} = ${literal(notThere)}`;
  return lackingRows.parse(await engine.rows(sql))[0].lacking;
}

const valueRows = z.array(z.object({ text: z.string() }));
const valuesIn = async (relation: string, engine: Engine): Promise<string[]> =>
  valueRows
    .parse(await engine.rows(`SELECT DISTINCT text FROM (${relation}) WHERE text IS NOT NULL ORDER BY text`))
    .map(({ text }) => text);

const rangeRows = z.tuple([z.object({ least: z.string().nullable(), greatest: z.string().nullable() })]);
async function rangeIn(relation: string, type: ColumnType, engine: Engine) {
  if (type.kind === 'string' || type.kind === 'boolean') return { least: null, greatest: null };
  const value = readingOf(type).value('text');
  const sql = `SELECT min(${value})::VARCHAR AS least, max(${value})::VARCHAR AS greatest FROM (${relation})`;
  return rangeRows.parse(await engine.rows(sql))[0];
}

/** Makes the table `typed` of their values, each under its place. */
export async function typeRows(
  columns: readonly GuessedColumn[],
  missing: readonly string[],
  engine: Engine,
): Promise<void> {
  const values = columns.map(({ type }, at) => {
    const text = `(${cellOf(givenColumn(at), missing)})`;
    return `${readingOf(type).value(text)} AS ${givenColumn(at)}`;
  });
  await engine.run(`CREATE VIEW typed AS SELECT ${values.join(', ')} FROM given`);
}
