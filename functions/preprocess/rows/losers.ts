import { z } from 'zod';
import type { Contract } from '../../contract/contract.ts';
import { nameOf } from '../../contract/names.ts';
import type { Engine } from '../../core/world.ts';

const counted = z.array(z.object({ losers: z.coerce.number() }));

/** So many are sorted at a time: they stay in memory, where they take some 300 MB. */
const hashesAtOnce = 12_500_000;

/** SQL of whether a good row of the view `staged` has the key of a later one. */
export async function markLosers(contract: Contract, rows: number, engine: Engine): Promise<string> {
  if (contract.key.length === 0) return 'false';
  await findLosers(contract, rows, engine);
  return mark(rows, engine);
}

/**
 * Puts the places of the good rows of the view `staged` that have the key of a later one into the table `losers`.
 * Hashes come first: they are smaller than keys, and nearly all rows are done with after them. Sorted, those that come
 * twice are found in half of the time and memory that counting takes.
 */
export async function findLosers(contract: Contract, rows: number, engine: Engine): Promise<void> {
  const keys = keysOf(contract).join(', ');
  const hash = `(hash(${keys}) >> 32)::UINTEGER`;
  await engine.run('CREATE TABLE suspects (hash UINTEGER)');
  const parts = Math.ceil(rows / hashesAtOnce);
  for (let part = 0; part < parts; part++) {
    const own = parts > 1 ? `AND hash(${keys}) % ${parts} = ${part}` : '';
    await engine.run(`
      INSERT INTO suspects SELECT DISTINCT hash FROM (
        SELECT hash, lag(hash) OVER (ORDER BY hash) AS previous
        FROM (SELECT ${hash} AS hash FROM staged WHERE rejected IS NULL ${own}))
      WHERE hash = previous`);
  }
  await engine.run(`
    CREATE TABLE losers AS SELECT place FROM (
      SELECT place, max(place) OVER (PARTITION BY ${keys}) AS winner
      FROM staged SEMI JOIN suspects ON ${hash} = suspects.hash WHERE rejected IS NULL)
    WHERE place <> winner`);
}

/** The columns of the key in a staged file. */
export const keysOf = ({ columns, key }: Contract) =>
  key.map((name) => nameOf.staged(columns.findIndex((column) => column.name === name)));

/** So many rows share a string of bits, of which the engine makes a copy for every two thousand rows that it looks at. */
const rowsMarked = 2 ** 21;

/** SQL of whether the place of a row of the view `staged` is in the table `losers`. */
export async function mark(rows: number, engine: Engine): Promise<string> {
  const [count] = counted.parse(await engine.rows('SELECT count(*) AS losers FROM losers'));
  if (!count?.losers) return 'false';
  const blocks: string[] = [];
  for (let first = 0; first < rows; first += rowsMarked) {
    const end = Math.min(first + rowsMarked, rows);
    await engine.run(`
      SET VARIABLE losers_${first} = (
        SELECT bitstring_agg(place - ${first}, 0, ${end - first - 1}) FROM losers WHERE place >= ${first} AND place < ${end})`);
    blocks.push(`WHEN place < ${end} THEN coalesce(get_bit(getvariable('losers_${first}'), place - ${first}), 0)`);
  }
  return `CASE ${blocks.join(' ')} END = 1`;
}
