import { z } from 'zod';
import type { Engine } from '../../functions/core/world.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';

const functions = z.array(z.object({ name: z.string(), types: z.array(z.string().nullable()) }));
const types = z.array(z.object({ name: z.string() }));

/** Calls that no list of functions makes, as they want texts of their own beside the one that they quote. */
const handmade = [
  "strptime(s, '%Y-%m-%d')",
  "strptime('2024', s || '%')",
  "CAST(s AS ENUM('a', 'b'))",
  'CAST(s AS DECIMAL(5, 2))',
  "CAST('1' || s AS STRUCT(a INTEGER))",
  'CAST(s AS INTEGER[])',
  'CAST(s AS MAP(VARCHAR, INTEGER))',
  "regexp_matches('a', '(' || s)",
  "regexp_replace('a', 'a', 'b', s)",
  "json_extract(s, '$.a')",
  "json_extract('{}', '$' || s)",
  "CASE WHEN s <> '' THEN error('Out of Memory Error: ' || s) END",
  "format('{:d}', s)",
  "printf(s || '%d', 'a')",
  "date_part(s, DATE '2024-01-01')",
  "date_trunc(s, DATE '2024-01-01')",
  "timezone(s, TIMESTAMP '2024-01-01')",
  'error(chr(10) || s)',
];

/**
 * Expressions over a text column `s` with this value, each of which fails in words of its own that quote the value: of
 * every function and every type that the engine has.
 */
export const quoting = (value: string): Promise<string[]> =>
  withDuckDB({ threads: 1 })(async (engine) => {
    const calls = functions.parse(
      await engine.rows(`
        SELECT DISTINCT function_name AS name, parameter_types::VARCHAR[] AS types FROM duckdb_functions()
        WHERE function_type IN ('scalar', 'aggregate', 'macro') ORDER BY ALL`),
    );
    const casts = types.parse(await engine.rows('SELECT DISTINCT type_name AS name FROM duckdb_types() ORDER BY ALL'));
    await engine.run(`CREATE TABLE texts AS SELECT '${value}' AS s`);
    const found = new Map<string, string>();
    const expressions = [...calls.flatMap(called), ...casts.map(({ name }) => `CAST(s AS ${name})`), ...handmade];
    for (const expression of new Set(expressions)) {
      const said = await failure(expression, engine);
      if (said?.includes(value)) found.set(said.replace(/\s+LINE \d+:.*/s, ''), expression);
    }
    return [...found.values()];
  });

/** The function with the text for all of its arguments, and for each one beside harmless others. */
function called({ name, types }: z.infer<typeof functions>[number]): string[] {
  const others = types.map((type) => (/CHAR|ANY|^T$/.test(type ?? 'ANY') ? "'a'" : `CAST('1' AS ${type})`));
  const call = (values: readonly string[]) => `"${name.replaceAll('"', '""')}"(${values.join(', ')})`;
  const one = types.map((_, at) => call(others.with(at, 's')));
  return /^(sleep|write_log)/.test(name) ? [] : [call(types.map(() => 's')), ...one];
}

async function failure(expression: string, engine: Engine): Promise<string | undefined> {
  try {
    await engine.run(`SELECT hash(x) FROM (SELECT ${expression} AS x FROM texts)`);
    return undefined;
  } catch (error) {
    return String(error);
  }
}
