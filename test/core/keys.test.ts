import { isPlaceholder, parseIncoming } from '../../functions/core/keys.ts';

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
  ['incoming/2013-02/orders/', true],
  ['incoming/2013-02/orders_$folder$', true],
  ['incoming/2013-02/orders/_SUCCESS', true],
  ['incoming/2013-02/orders/.keep', true],
  ['incoming/2013-02/orders/a_b.csv', false],
  ['incoming/2013-02/orders/_old/a.csv', false],
])('tells whether %s is a placeholder: %s', (key, expected) => {
  expect(isPlaceholder(key)).toBe(expected);
});
