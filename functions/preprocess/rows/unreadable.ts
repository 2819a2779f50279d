import { z } from 'zod';
import { mask, reasonsType, shownCharacters } from '../../contract/rows.ts';
import { literal } from '../../core/quote.ts';
import type { Engine } from '../../core/world.ts';
import { FileFault } from '../fault.ts';
import type { Unreadable } from '../formats/format.ts';
import { foreignMark, notUtf8, withoutMarksInSql } from '../text/utf8.ts';

/** The rows that DuckDB's reader could not even split into columns, of all files. */
export const unreadableTable = `CREATE TABLE unreadable (file INTEGER, "row" BIGINT, reasons ${reasonsType}, raw VARCHAR)`;

const counted = z.array(z.object({ rows: z.coerce.number() }));
const faulty = z.array(z.object({ row: z.string(), error: z.string() }));

/** Keeps the rows put aside, each once with all its reasons, and counts them; throws FileFault where the file is at fault. */
export async function keepUnreadable(unreadable: Unreadable, engine: Engine): Promise<number> {
  const { table, file, headerLines, reasons, foreign, sensitive } = unreadable;
  const said = `CASE error_type ${Object.entries(reasons)
    .map(([type, reason]) => `WHEN ${literal(type)} THEN ${literal(reason)}`)
    .join(' ')} END`;
  const [fault] = faulty.parse(
    await engine.rows(`
      SELECT line - ${headerLines} AS "row", error_type::VARCHAR AS error FROM ${table}
      WHERE ${said} IS NULL OR ${unbalanced} ORDER BY line LIMIT 1`),
  );
  if (fault) throw new FileFault(faultOf(fault));
  const bytes = `CASE WHEN ${foreign} AND contains(any_value(${line}), ${literal(foreignMark)}) THEN [${literal(notUtf8)}] ELSE [] END`;
  const raw = withoutMarksInSql(`any_value(${line})`, foreign);
  const value = sensitive ? literal(mask) : `left(raw, ${shownCharacters})`;
  await engine.run(`
    INSERT INTO unreadable
    SELECT ${file}, "row", list_transform(said, lambda reason: {'column': NULL, 'reason': reason, 'value': ${value}}), raw
    FROM (SELECT line - ${headerLines} AS "row", list_distinct(list(${said})) || ${bytes} AS said, ${raw} AS raw
      FROM ${table} GROUP BY line)`);
  await tellAside(unreadable, engine);
  const [count] = counted.parse(await engine.rows(`SELECT count(*) AS rows FROM unreadable WHERE file = ${file}`));
  return count?.rows ?? 0;
}

/** So many rows are told in one statement. */
const toldAtOnce = 1000;

/** DuckDB put these lines aside for what stands in their place. */
async function tellAside({ file, headerLines, sensitive, aside = [] }: Unreadable, engine: Engine): Promise<void> {
  for (let at = 0; at < aside.length; at += toldAtOnce) {
    const rows = aside.slice(at, at + toldAtOnce).map(({ line, reason, raw }) => {
      const value = sensitive ? mask : [...raw.slice(0, 2 * shownCharacters)].slice(0, shownCharacters).join('');
      const said = `{'column': NULL, 'reason': ${literal(reason)}, 'value': ${literal(value)}}`;
      return `(${line - headerLines}, [${said}], ${literal(raw)})`;
    });
    await engine.run(`
      UPDATE unreadable SET reasons = told.reasons, raw = told.raw
      FROM (VALUES ${rows.join(', ')}) told("row", reasons, raw)
      WHERE unreadable.file = ${file} AND unreadable."row" = told."row"`);
  }
}

/** The line, without what DuckDB may leave before it of the line end of the one before. */
const line = `ltrim(csv_line, chr(10) || chr(13))`;

/** A quote that is never closed takes the lines behind it for one value. */
const unbalanced = `error_type = 'UNQUOTED VALUE' AND (contains(${line}, chr(10)) OR contains(${line}, chr(13))
  OR (length(csv_line) - length(replace(csv_line, '"', ''))) % 2 = 1)`;

function faultOf({ row, error }: { row: string; error: string }): string {
  if (error === 'UNQUOTED VALUE') return `has a quote in row ${row} that is never closed. Close it, or double it`;
  return `cannot be read in row ${row} (${error}). Export it anew`;
}
