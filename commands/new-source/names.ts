import { z } from 'zod';
import type { Engine } from '../../functions/core/world.ts';

const keywords = z.array(z.object({ word: z.string() }));

/** The words that SQL keeps for itself: a name like `order` would have to be quoted wherever it is used. */
export async function reservedWords(engine: Engine): Promise<ReadonlySet<string>> {
  const rows = await engine.rows(
    "SELECT keyword_name AS word FROM duckdb_keywords() WHERE keyword_category = 'reserved'",
  );
  return new Set(keywords.parse(rows).map(({ word }) => word));
}

/** Names for columns, in their order, that SQL and TypeScript take unquoted; one that is such a name already stays. */
export function columnNames(delivered: readonly string[], reserved: ReadonlySet<string>): string[] {
  const names: string[] = [];
  for (const [at, name] of delivered.entries()) {
    const plain = plainName(name) || `column_${at + 1}`;
    // What every object has, `constructor` say, TypeScript takes for that.
    const isTaken = reserved.has(plain.toLowerCase()) || plain in {};
    names.push(unlike(names, isTaken ? `${plain}_` : plain));
  }
  return names;
}

const isPlain = /^[A-Za-z][A-Za-z0-9_]*$/;

function plainName(name: string): string {
  if (isPlain.test(name)) return name;
  const letters = name
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[0-9]/.test(letters) ? `n${letters}` : letters;
}

/** SQL does not tell capitals apart. */
function unlike(names: readonly string[], name: string): string {
  const taken = (one: string) => names.some((other) => other.toLowerCase() === one.toLowerCase());
  let free = name;
  for (let count = 2; taken(free); count++) free = `${name}_${count}`;
  return free;
}

/** `card_payments` is told as "Card payments". */
export const titleOf = (name: string) => {
  const words = name.replaceAll('_', ' ').trim();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
};
