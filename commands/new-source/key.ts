import { z } from 'zod';
import type { ColumnType } from '../../functions/contract/contract.ts';
import type { Engine } from '../../functions/core/world.ts';
import type { GuessedColumn } from './columns.ts';
import { givenColumn } from './example.ts';

/** Named so, a column is likely to be what tells rows apart. */
const ofKeys = /(^|_)(id|key|code|no|nr|number|uuid|guid|sku)$|Id$/i;
const kinds = ['integer', 'decimal', 'string', 'date', 'dateTime', 'localTime'];
/** Of more columns, the sets are too many to be tried. */
const mostTried = 12;
const longestKey = 64;

/** The smallest set of columns, three at most, by which the rows of the table `typed` differ; none of fewer than two rows. */
export async function guessKey(columns: readonly GuessedColumn[], rows: number, engine: Engine): Promise<string[]> {
  if (rows < 2) return [];
  const tried = columns
    .map((column, at) => ({ ...column, at }))
    .filter(({ type, empty, longest }) => empty === 0 && canTell(type) && longest <= longestKey)
    .sort((a, b) => rank(a) - rank(b) || a.at - b.at)
    .slice(0, mostTried);
  for (const size of [1, 2, 3]) {
    for (const set of sets(tried, size)) {
      if (await tellsApart(set, rows, engine)) return set.sort((a, b) => a.at - b.at).map(({ name }) => name);
    }
  }
  return [];
}

/** An amount may differ in all rows, and yet tell none from another. */
const canTell = (type: ColumnType) => (type.kind === 'decimal' ? type.scale === 0 : kinds.includes(type.kind));

const rank = ({ name, type, oneOf }: GuessedColumn) =>
  (ofKeys.test(name) ? 0 : 10) + kinds.indexOf(type.kind) + (oneOf.length > 0 ? 5 : 0);

type Placed = GuessedColumn & { readonly at: number };

function sets(columns: readonly Placed[], size: number): Placed[][] {
  if (size === 0) return [[]];
  return columns.flatMap((column, at) => sets(columns.slice(at + 1), size - 1).map((rest) => [column, ...rest]));
}

const counted = z.tuple([z.object({ apart: z.coerce.number() })]);

async function tellsApart(set: readonly Placed[], rows: number, engine: Engine): Promise<boolean> {
  // So many values in all cannot be enough.
  if (set.reduce((product, { distinct }) => product * distinct, 1) < rows) return false;
  const values = set.map(({ at }) => givenColumn(at)).join(', ');
  const [{ apart }] = counted.parse(
    await engine.rows(`SELECT count(*) AS apart FROM (SELECT DISTINCT ${values} FROM typed)`),
  );
  return apart === rows;
}
