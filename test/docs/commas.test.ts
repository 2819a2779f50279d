import { withDuckDB } from '../../functions/platform/engine.ts';
import { preprocessed, reasonsOf } from '../preprocess/orders.ts';
import amounts from './commas.sql';
import { commas } from './commas.ts';

it('takes amounts with a comma and days of another order as texts, and reads them in SQL', async () => {
  const rows = [
    '1;03.01.2026;1.250,00',
    '2;03.01.2026;-2,50',
    '3;04.01.2026;1250,10',
    '4;30.02.2026;1,00',
    '5;05.01.2026;1.00',
  ];
  const { clean, quality } = await preprocessed({
    files: { 'a.csv': ['id;day;amount', ...rows].join('\n') },
    source: commas,
  });
  expect(reasonsOf(quality)).toHaveLength(2);
  const values = clean.map(({ day, amount }) => `('${day}', '${amount}')`).join(', ');
  const read = await withDuckDB()(async (engine) => {
    await engine.run(`CREATE TABLE orders AS FROM (VALUES ${values}) AS t (day, amount)`);
    return engine.rows(amounts.sql);
  });
  expect(read).toEqual([
    { day: '2026-01-03', amount: '1247.50' },
    { day: '2026-01-04', amount: '1250.10' },
  ]);
});
