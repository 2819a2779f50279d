import { z } from 'zod';
import { identifier, literal } from '../../core/quote.ts';
import type { Engine } from '../../core/world.ts';
import { relationsIn } from '../relations.ts';
import { partProblems } from './parts.ts';
import { namesIn, placeIn, placesIn } from './places.ts';
import { planProblems } from './plan.ts';
import { type Found, lineAt, type Problem } from './problem.ts';
import { textProblems } from './text.ts';
import { ties } from './ties.ts';
import { treeProblems } from './tree.ts';
import { type Keys, type KeysOf, keysOfQuery } from './unique.ts';

const serialized = z.tuple([z.object({ json: z.string() })]);
const planned = z.object({ error_message: z.string().optional(), plans: z.array(z.unknown()).default([]) });
const treeSchema = z.looseObject({ statements: z.array(z.unknown()).default([]) });
const options = 'skip_null := true, skip_empty := true, skip_default := true';

/** What of a query differs, and what is known of its rows. */
export interface Read {
  readonly problems: readonly Problem[];
  readonly keys: Keys;
}

/**
 * What in the SQL DuckDB and Trino do not both take, or not with the same result. Only what is known to be the same
 * passes. The relations that it selects from are there; `known` are their keys.
 */
export async function readDialect(sql: string, known: KeysOf, engine: Engine): Promise<Read> {
  const [{ json }] = serialized.parse(
    await engine.rows(`SELECT json_serialize_sql(${literal(sql)}, ${options}) AS json`),
  );
  const tree = treeSchema.parse(JSON.parse(json));
  const written = [...textProblems(sql, namesIn(tree)), ...treeProblems(tree), ...partProblems(sql, tree)];
  const found = written.length > 0 ? written : await boundProblems(sql, tree, engine);
  const tied = [...ties(tree, known)].map(([node, said]) => ({ at: placeIn(node), ...said }));
  return { problems: unique([...found, ...tied], sql), keys: keysOfQuery(tree.statements[0], known) };
}

async function boundProblems(sql: string, tree: unknown, engine: Engine): Promise<Found[]> {
  const { error_message, plans } = await planOf(sql, relationsIn(tree), engine);
  const mend = 'write it otherwise';
  if (error_message !== undefined || plans.length === 0)
    return [{ at: undefined, problem: `its types cannot be told (${error_message})`, mend }];
  return [...planProblems(plans, placesIn(tree))];
}

/** One a line and mend, the first of the text first. */
function unique(found: readonly Found[], sql: string): Problem[] {
  const sorted = found.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const all = sorted.map(({ at, problem, mend }) => ({ line: lineAt(sql, at), problem, mend }));
  return all.filter(
    (one, index) => all.findIndex(({ line, mend }) => line === one.line && mend === one.mend) === index,
  );
}

/** Over tables, as the plan of a view would be the one of its own SQL too. */
async function planOf(sql: string, relations: readonly string[], engine: Engine): Promise<z.infer<typeof planned>> {
  const tables = relations.map((name) => {
    const table = identifier(name);
    return `CREATE TABLE dialect.${table} AS SELECT * FROM main.${table} WHERE false;`;
  });
  await engine.run(`CREATE SCHEMA dialect; ${tables.join(' ')} SET schema = 'dialect'`);
  try {
    const plan = await engine.rows(`SELECT json_serialize_plan(${literal(sql)}, ${options}) AS json`);
    return planned.parse(JSON.parse(serialized.parse(plan)[0].json));
  } finally {
    await engine.run(`SET schema = 'main'; DROP SCHEMA dialect CASCADE`);
  }
}
