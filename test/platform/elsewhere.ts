import { createHash } from 'node:crypto';
import { z } from 'zod';
import { aggregate } from '../../functions/aggregate/aggregate.ts';
import { cleanKey, manifestKey, rawPrefix, snapshotKey, tableKey } from '../../functions/core/keys.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { preprocess } from '../../functions/preprocess/preprocess.ts';
import { definePipeline, defineSource, localTime, upload } from '../../functions/tributary.ts';
import { memoryBucket } from '../world/bucket.ts';
import { silent } from '../world/log.ts';

/** A program of its own, for a process in another place: what the engine, preprocess and aggregate make there. */

const visits = defineSource({
  name: 'visits',
  title: 'Visits',
  origin: upload(),
  row: z.object({
    id: z.int(),
    seen: z.iso.datetime({ offset: true }),
    day: z.iso.date(),
    wall: localTime('Europe/Zurich'),
    place: z.string().regex(/^[a-zıİß ]+$/i),
  }),
  key: ['id'],
});
const sql = `
  SELECT seen, wall, date_trunc('week', seen) AS week, date_trunc('month', CAST(seen AS TIMESTAMPTZ)) AS month,
    year(CAST(seen AS TIMESTAMPTZ)) AS year, CAST(timezone('Asia/Tokyo', CAST(seen AS TIMESTAMPTZ)) AS VARCHAR) AS tokyo,
    strftime(day, '%A %d %B %Y, %x') AS said, strptime(strftime(day, '%d %B %Y'), '%d %B %Y') AS again,
    upper(place) AS upper, lower(place) AS lower, place
  FROM visits ORDER BY place`;
const shop = definePipeline({
  name: 'shop',
  period: 'month',
  timeZone: 'UTC',
  sources: [visits],
  limits: { rejected: 0, empty: 'hold' },
  maxSourceBytes: 1e9,
  report: { title: 'Shop', figures: [], tables: [{ name: 'places', sql }] },
});

const csv = `id,seen,day,wall,place
1,2024-02-29T10:00:00Z,2024-02-29,2024-02-29 11:00,Istanbul
2,1582-10-10T00:00:00+01:00,1582-10-10,1582-10-10 00:00,ısparta
3,2024-03-20T23:30:00-05:00,2024-12-31,2024-03-31 03:00,İzmir
`;

const run = { run: '2024-02-abc', batch: '2024-02', source: 'visits' };
const bucket = memoryBucket(() => new Date(0));
const key = `${rawPrefix(run.run, 'visits')}0`;
bucket.put(key, csv);
const object = { key, origin: 'incoming/2024-02/visits/a.csv', size: csv.length, etag: '"0"' };
bucket.put(snapshotKey(run.run, 'visits'), JSON.stringify({ source: 'visits', objects: [object] }));
bucket.put(
  manifestKey(run.run),
  JSON.stringify({
    ...{ run: run.run, batch: run.batch, attempt: 1, fingerprint: 'f', frozenAt: '2024-03-01T00:00:00Z' },
    ...{ sources: [{ name: 'visits', objects: [] }], absent: [], comparedWith: null, waiver: null },
  }),
);
const world = { bucket, pipeline: shop, withEngine: withDuckDB({ memoryMegabytes: 500, threads: 1 }), log: silent };
const { clean } = await preprocess(run, world);
await aggregate(run, world);
const settings = await world.withEngine(({ directory, rows }) =>
  rows(`SELECT name, replace(value, '${directory}', '') AS value FROM duckdb_settings() ORDER BY name`),
);
const written = [
  cleanKey(run.run, 'visits'),
  tableKey(run.run, 'places', 'parquet'),
  tableKey(run.run, 'places', 'csv'),
];
const digest = (bytes: Buffer = Buffer.alloc(0)) => createHash('sha256').update(bytes).digest('hex');
console.log(
  JSON.stringify({
    clean,
    settings,
    table: JSON.parse(bucket.texts()[tableKey(run.run, 'places', 'json')] ?? ''),
    digests: written.map((one) => digest(bucket.bytes(one))),
  }),
);
