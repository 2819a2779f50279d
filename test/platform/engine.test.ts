import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDuckDB } from '../../functions/platform/engine.ts';

const scratch = mkdtempSync(join(tmpdir(), 'tributary-engine-'));
const withEngine = withDuckDB({ scratch, memoryMegabytes: 200, threads: 1 });
afterAll(() => rmSync(scratch, { recursive: true }));

it('answers with exact numbers as text and dates as ISO', async () => {
  const rows = await withEngine((engine) =>
    engine.rows("SELECT 9007199254740993 AS big, 1.10::DECIMAL(5,2) AS exact, DATE '2025-01-02' AS day"),
  );
  expect(rows).toEqual([{ big: '9007199254740993', exact: '1.10', day: '2025-01-02' }]);
});

it('reads times in UTC, whatever the machine says', async () => {
  expect(await withEngine((engine) => engine.rows("SELECT current_setting('TimeZone') AS zone"))).toEqual([
    { zone: 'UTC' },
  ]);
});

it('finds what EXISTS asks for by two comparisons, as every other engine does', async () => {
  const sql = `SELECT o.a, o.s FROM (VALUES (1, 'a'), (2, 'a'), (2, 'b'), (7, 'g')) AS o(a, s)
    WHERE EXISTS (SELECT 1 FROM (VALUES (3, 'a')) AS i(a, s) WHERE i.a > o.a AND i.s <> o.s)`;
  expect(await withEngine((engine) => engine.rows(sql))).toEqual([{ a: 2, s: 'b' }]);
});

it('loads no extension from the network', async () => {
  await expect(withEngine((engine) => engine.rows("SELECT * FROM 's3://bucket/key.parquet'"))).rejects.toThrow(
    /httpfs/,
  );
});

it('leaves nothing on disk, also after a failure', async () => {
  const seen: string[] = [];
  const failing = withEngine(async (engine) => {
    await engine.run(`COPY (SELECT 1) TO '${join(engine.directory, 'x.parquet')}'`);
    seen.push(engine.directory);
    throw new Error('no luck');
  });
  await expect(failing).rejects.toThrow('no luck');
  expect(seen.map(existsSync)).toEqual([false]);
  expect(readdirSync(scratch)).toEqual([]);
});
