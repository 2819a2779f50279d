import { isData, parseIncoming } from '../../functions/core/keys.ts';

it.each([
  ['incoming/2013-02/orders/a.csv', { batch: '2013-02', source: 'orders', file: 'a.csv' }],
  ['incoming/2013-02/orders/deep/er/Ä b.csv', { batch: '2013-02', source: 'orders', file: 'deep/er/Ä b.csv' }],
  ['incoming/2013-02/orders/line\nbreak.csv', { batch: '2013-02', source: 'orders', file: 'line\nbreak.csv' }],
  ['incoming/2013-02/orders/', undefined],
  ['incoming/2013-02/orders', undefined],
  ['reports/2013-02/orders/a.csv', undefined],
])('reads %j', (key, parts) => {
  expect(parseIncoming(key)).toEqual(parts);
});

it.each([
  ['incoming/2013-02/orders/', false],
  ['incoming/2013-02/orders_$folder$', false],
  ['incoming/2013-02/orders/_SUCCESS', false],
  ['incoming/2013-02/orders/.keep', false],
  ['incoming/2013-02/orders/a_b.csv', true],
  ['incoming/2013-02/orders/a.b_/c._d.csv', true],
  ['incoming/2013-02/orders/_old/a.csv', false],
  ['incoming/2013-02/orders/.ipynb_checkpoints/a-checkpoint.csv', false],
  ['incoming/2013-02/orders/_temporary/0/task/part-0.parquet', false],
  ['incoming/2013-02/orders/day=1/_delta_log/0.json', false],
])('tells whether %s holds rows: %s', (key, expected) => {
  expect(isData(key)).toBe(expected);
});
