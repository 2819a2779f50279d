import { z } from 'zod';
import { countJoins } from '../../functions/aggregate/joins.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { defineSource, upload } from '../../functions/tributary.ts';

it('shows a value without a partner as it is, a byte order mark that it begins with too', async () => {
  const row = z.object({ id: z.string() });
  const ids = defineSource({ name: 'ids', title: 'Ids', origin: upload(), row, key: ['id'] });
  const uses = defineSource({
    name: 'uses',
    title: 'Uses',
    origin: upload(),
    row,
    references: [{ id: ids.columns.id }],
  });
  const joins = await withDuckDB()(async (engine) => {
    await engine.run(`CREATE VIEW ids AS SELECT 'a' AS id; CREATE VIEW uses AS SELECT chr(65279) || 'a' AS id`);
    return countJoins([ids, uses], engine);
  });
  expect(joins).toMatchObject([{ rows: 1, unmatched: 1, examples: ['\ufeffa'] }]);
});
