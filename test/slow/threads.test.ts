import { createHash } from 'node:crypto';
import { z } from 'zod';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { preprocessed } from '../preprocess/orders.ts';

it('gives the same rows with one and two threads, where duplicates differ in value', async () => {
  const lines = Array.from(
    { length: 140_000 }, // the first file is more than the 122,880 rows that are one thread's share
    (_, at) => `${(at * 7919) % 100_000},${at % 100 === 7 ? 'too long a text' : `v${at % 9}`}`,
  );
  const csv = (rows: readonly string[]) => ['id,value', ...rows].join('\n');
  const files = { 'a.csv': csv(lines.slice(0, 125_000)), 'b.csv': csv(lines.slice(125_000)) };
  const rules = { 'is one of ten': `value IN ('v0', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7', 'v8', 'v9')` };
  const digests: string[] = [];
  for (const threads of [1, 2, 2]) {
    const withEngine = withDuckDB({ threads });
    const { result, quality, clean, rejected, duplicates } = await preprocessed({
      files,
      source: { row: z.object({ id: z.int(), value: z.string().max(9) }), key: ['id'], rules },
      withEngine,
    });
    expect(result).toEqual({
      source: 'orders',
      read: 140_000,
      clean: 99_000,
      rejected: 1400,
      duplicates: 39_600,
      withinLimits: true,
      holds: false,
    });
    digests.push(
      createHash('sha256')
        .update(JSON.stringify([quality, clean, rejected, duplicates]))
        .digest('hex'),
    );
  }
  expect(new Set(digests).size).toBe(1);
});
