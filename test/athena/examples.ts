import { z } from 'zod';
import { decimal, defineSource, upload } from '../../functions/tributary.ts';
import { bothWays, openRun, pipelineOf } from '../aggregate/athena/both-ways.ts';
import type { EngineOf } from '../aggregate/athena/over-athena.ts';
import { queries, rows, scalars } from '../aggregate/dialect/examples.ts';

const t = defineSource({
  name: 't',
  title: 'T',
  origin: upload(),
  row: z.object({
    a: z.int().nullable(),
    b: z.number().nullable(),
    d: decimal(12, 2).nullable(),
    s: z.string().nullable(),
    f: z.boolean().nullable(),
    dt: z.iso.date().nullable(),
    ts: z.iso.datetime({ offset: true }).nullable(),
  }),
});
const u = defineSource({
  name: 'u',
  title: 'U',
  origin: upload(),
  row: z.object({ a: z.int(), label: z.string() }),
  key: ['a'],
});
const sources = [t, u];

/** Ten expressions in one query, as Trino takes half a second for any. */
const together = scalars.flatMap((_, from) => {
  const columns = scalars.slice(from, from + 10).map((one, at) => `${one} AS x${at}`);
  return from % 10 === 0 ? [`SELECT a AS k, ${columns.join(', ')} FROM t ORDER BY 1`] : [];
});

/** What the dialect takes, in an engine of Athena. */
export function examplesSuite(engineOf: EngineOf): void {
  let opened: Awaited<ReturnType<typeof openRun>>;
  beforeAll(async () => {
    opened = await openRun([], { sources, clean: { t: [rows.t], u: [rows.u] }, engineOf });
  });

  it.each([...together, ...queries])('gives the same files as one function does: %s', async (sql) => {
    const { bucket, athena } = opened;
    const pipeline = pipelineOf(sources, [{ name: 'found', sql }]);
    const { one, other } = await bothWays({ bucket, pipeline, athena: { ...athena, ...athena.over(pipeline) } });
    expect(other).toEqual(one);
  });
}
