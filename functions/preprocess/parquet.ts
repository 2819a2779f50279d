import { z } from 'zod';
import type { Contract } from '../core/contract/contract.ts';
import { identifier, literal } from '../core/contract/quote.ts';
import type { TextRows } from '../core/contract/rows.ts';

export const parquetColumns = z.array(z.object({ column_name: z.string(), column_type: z.string() }));
export type ParquetColumns = z.infer<typeof parquetColumns>;

/** A Parquet file as rows of text, so that one contract reads every format alike. */
export function parquetRows(path: string, found: ParquetColumns, { columns }: Contract): TextRows {
  const texts = columns.map(({ deliveredAs }, at) => {
    const column = found.find(({ column_name }) => column_name === deliveredAs);
    return `${column ? textOf(column) : 'NULL::VARCHAR'} AS "$${at}"`;
  });
  return {
    from: `SELECT *, ${texts.join(', ')} FROM (SELECT COLUMNS(*) AS "$c_\\0" FROM read_parquet(${literal(path)}))`,
    raw: `json_object(${found.map((column) => `${literal(column.column_name)}, ${textOf(column)}`).join(', ')})::VARCHAR`,
  };
}

/** Times as ISO 8601, nested values as JSON, all else as DuckDB writes it. */
function textOf({ column_name, column_type }: ParquetColumns[number]): string {
  const value = identifier(`$c_${column_name}`);
  if (/[([]|^JSON$/.test(column_type.replace(/^DECIMAL\(.*?\)$/, ''))) return `to_json(${value})::VARCHAR`;
  const text = `CAST(${value} AS VARCHAR)`;
  if (/^DECIMAL\((\d+),\1\)$/.test(column_type)) return `regexp_replace(${text}, '^(-?)\\.', '\\10.')`;
  if (column_type === 'TIMESTAMP WITH TIME ZONE') return `regexp_replace(${text}, '^(\\S+) (\\S+)\\+00$', '\\1T\\2Z')`;
  return column_type.startsWith('TIMESTAMP') ? `replace(${text}, ' ', 'T')` : text;
}
