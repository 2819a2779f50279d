import { z } from 'zod';
import { literal } from './quote.ts';
import type { Engine } from './world.ts';

/** Functions whose value is another one at another time; with one of these, the same inputs would not give the same bytes. */
const functions =
  /^(now|today|get_current_(time|timestamp)|transaction_timestamp|txid_current|random|setseed|(gen_random_)?uuid(v\d)?|nextval|currval)$/i;
/** DuckDB has these as columns, whatever tables there are. */
const columns = /^(current_(date|time|timestamp|localtime|localtimestamp)|local(time|timestamp))$/i;

/** With one argument, the time from then to today. */
const ageAlone = z.object({ function_name: z.literal('age'), children: z.array(z.unknown()).length(1) });

const serialized = z.tuple([z.object({ tree: z.string() })]);

/**
 * The tree of a query, as `json_serialize_sql` tells it, and whatever in it gives another result each time. A column of
 * a table may be called `today` or `uuid`; a sample is other rows each time.
 */
export async function readQuery(
  sql: string,
  engine: Engine,
): Promise<{ readonly tree: unknown; readonly varying: readonly string[] }> {
  const [{ tree: json }] = serialized.parse(await engine.rows(`SELECT json_serialize_sql(${literal(sql)}) AS tree`));
  const varying: string[] = [];
  const tree: unknown = JSON.parse(json, (key, value: unknown) => {
    if (key === 'function_name' && functions.test(String(value))) varying.push(String(value));
    if (key === 'column_names' && Array.isArray(value) && value.length === 1 && columns.test(String(value[0])))
      varying.push(String(value[0]));
    if (ageAlone.safeParse(value).success) varying.push('age');
    if (key === 'sample' && value !== null) varying.push('a sample');
    return value;
  });
  return { tree, varying };
}
