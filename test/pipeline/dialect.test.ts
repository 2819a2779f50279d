import { describeTables } from '../../functions/aggregate/describe.ts';
import { distributedOf } from '../../functions/definition/distributed.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { pipeline } from '../../pipeline/pipeline.ts';

it('may be distributed: its tables are in what DuckDB and Trino share', async () => {
  const distributed = distributedOf({ fromBytes: 1 });
  const { problems } = await withDuckDB()((engine) => describeTables({ ...pipeline, distributed }, engine));
  expect(problems).toEqual([]);
});
