import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readManifest } from '../../functions/core/stored.ts';
import { legible } from '../../functions/core/visible.ts';
import type { Engine } from '../../functions/core/world.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { aligned, count } from '../../local/tables.ts';
import type { Done, Everywhere } from '../door/command.ts';
import { meant } from '../door/options.ts';
import { knownRun } from '../site/known.ts';
import { loadRejected, type Rejected, rejectedCopy, rejectedRows, rejectedSchema } from './rows.ts';

/** `rejected <run>` */
export const rejected: Everywhere = {
  does: 'lists the rejected rows of a run with their reasons',
  about: '<run>',
  takes: ['source', 'csv'],
  more: 'A row stands there once for each reason. Values of sensitive columns are masked.',
  async run({ about, values }, site) {
    const { run } = await knownRun(site, about);
    const { sources } = await readManifest(run, site.bucket);
    const names = sources.map(({ name }) => name);
    if (values.source !== undefined && !names.includes(values.source)) throw noSource(values.source, names);
    const asked = { run, sources: names.filter((name) => name === (values.source ?? name)) };
    return withDuckDB()(async (engine) => {
      await loadRejected(asked, site, engine);
      return values.csv ? asCsv(engine) : listed(engine, values.json ?? false);
    });
  },
};

const noSource = (name: string, known: readonly string[]) =>
  new Error(`The run has no source ${name}.${meant(name, known) || ` It has ${known.join(', ')}.`}`);

async function asCsv(engine: Engine): Promise<Done> {
  const path = join(engine.directory, 'rejected.csv');
  await engine.run(rejectedCopy(path, await reasonsIn(engine)));
  return { lines: [], json: null, csv: await readFile(path, 'utf8') };
}

/** So many are told to a person. */
const shown = 100;

async function listed(engine: Engine, all: boolean): Promise<Done> {
  const reasons = await reasonsIn(engine);
  const rows = rejectedSchema.array().parse(await engine.rows(`${rejectedRows} ${all ? '' : `LIMIT ${shown}`}`));
  const rest = reasons - rows.length;
  const more = rest > 0 ? ['', `${count(rest)} more: --csv and --json give all.`] : [];
  return { lines: rows.length === 0 ? ['No row was rejected.'] : [...table(rows), ...more], json: rows };
}

async function reasonsIn(engine: Engine): Promise<number> {
  const [counted] = countSchema.parse(await engine.rows('SELECT count(*) AS reasons FROM rejected'));
  return counted?.reasons ?? 0;
}

const countSchema = z.array(z.object({ reasons: z.coerce.number() }));

const table = (rows: readonly Rejected[]) =>
  aligned('llrlll', [
    ['source', 'file', 'row', 'column', 'reason', 'value'],
    ...rows.map(({ source, file, row, column, reason, value }) => [
      source,
      onOneLine(file),
      count(row),
      column ?? '',
      reason,
      onOneLine(value ?? ''),
    ]),
  ]);

/** A text from outside, without what a terminal would take for a command, or for the end of the line. */
const onOneLine = (text: string) => legible(text).replace(/[\t\n\r]/g, (one) => JSON.stringify(one).slice(1, -1));
