import { identifier } from '../../core/quote.ts';

/** A relation, and the SELECT that gives its rows. */
export interface Relation {
  readonly name: string;
  readonly sql: string;
}

/** Blanks and comments. */
const before = /^(?:\s|--[^\n]*|\/\*[\s\S]*?\*\/)*/;
const withWord = /^with\b(?:\s+recursive\b)?/i;

/** The query with these relations known in it, before those of its own WITH. */
export function withRelations(sql: string, relations: readonly Relation[]): string {
  if (relations.length === 0) return sql;
  const named = relations.map((one) => `${identifier(one.name)} AS (${one.sql})`).join(',\n');
  const [begin = ''] = before.exec(sql) ?? [];
  const query = sql.slice(begin.length);
  const [own] = withWord.exec(query) ?? [];
  if (own === undefined) return `${begin}WITH ${named}\n${query}`;
  return `${begin}${own} ${named},\n${query.slice(own.length).trimStart()}`;
}
