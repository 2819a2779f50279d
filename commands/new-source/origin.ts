import { code } from './code.ts';
import type { NewSourceOptions } from './options.ts';

/** Where the rows of a new source will come from. */
export interface Origin {
  readonly kind: 'upload' | 'postgres' | 'dynamodb' | 'http';
  /** In TypeScript. */
  readonly code: string;
  /** Whether a row may be without a column that others have, whatever the example says. */
  readonly sparse: boolean;
}

/** Uploads of files like the one that was guessed from. */
export const uploadLike = (separator: string): Origin => ({
  kind: 'upload',
  code: separator === ',' ? 'upload()' : `upload({ separator: ${code(separator)} })`,
  sparse: false,
});

/** The database or API that `--from` names; undefined where it is a file. Throws where something of it is not said. */
export function pulledFrom({ from, query, example, rows }: NewSourceOptions): Origin | undefined {
  if (isUrl(from)) return api(from, rows?.split('.') ?? []);
  const [, kind, place = ''] = /^(postgres|dynamodb):(.+)$/s.exec(from) ?? [];
  if (kind === undefined) return undefined;
  if (example === undefined) {
    throw new Error(`${from} is not asked from here: say a file with some of its rows by --example.`);
  }
  if (kind === 'dynamodb') return { kind, code: `dynamodb({ table: ${code(place)} })`, sparse: true };
  if (query === undefined) throw new Error(`Which rows of ${from}? Say --query, a SELECT.`);
  return { kind: 'postgres', code: `postgres({ secret: ${code(place)}, query: ${code(query)} })`, sparse: false };
}

export const isUrl = (from: string) => /^https?:\/\//.test(from);

/** Rows of an API, at that path of each page. */
export function api(url: string, rows: readonly string[]): Origin {
  const at = rows.length > 0 ? `, rows: ${code(rows)}` : '';
  return { kind: 'http', code: `http({ url: ${code(url)}${at} })`, sparse: false };
}
