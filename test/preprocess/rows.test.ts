import fc from 'fast-check';
import { z } from 'zod';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { deliveredOf, files } from './drawn-files.ts';
import { preprocessed } from './orders.ts';

const row = z.object({ id: z.int(), value: z.string().max(9) });
it('accounts for every row, and keeps the last delivered of a key', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (drawn) => {
      const first = drawn.flatMap(({ name, lines }) => [
        ...(name === 'csv' ? [] : [{ id: 99, value: 'z' }]),
        ...lines.map((line) => line.row),
      ]);
      const rows = first.filter((one) => one !== null);
      const good = rows.filter((one) => one !== undefined);
      const winners = good.filter(({ id }, at) => !good.slice(at + 1).some((later) => later.id === id));

      const { result, clean } = await preprocessed({
        files: deliveredOf(drawn),
        source: { row, key: ['id'] },
        withEngine: withDuckDB({ threads: 2 }),
      });
      expect(result).toMatchObject({
        read: rows.length,
        clean: winners.length,
        rejected: rows.length - good.length,
        duplicates: good.length - winners.length,
      });
      expect(clean).toEqual(winners.map(({ id, value }) => ({ id: String(id), value })));
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 10) },
  );
});
