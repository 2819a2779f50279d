import { renderToString } from 'preact-render-to-string';
import type { Table } from '../../../functions/core/quality.ts';
import { Spoken, tongueOf } from '../../../functions/publishing/tongue.tsx';
import { Trend } from '../../../functions/report/drawing/trend.tsx';
import { daily, february, gapsIn, labelIn, pathsIn, tableOf } from '../components/drawn.tsx';

const types = { day: 'date', orders: 'number' } as const;
const trend = (table: Table, locale = 'en') =>
  renderToString(
    <Spoken.Provider value={tongueOf(locale)}>
      <Trend id="trend-1" title="Orders" column="orders" table={table} definition={undefined} batch={february} />
    </Spoken.Provider>,
  );

it('says how it starts and ends, its highest and lowest, and what is missing', () => {
  expect(
    labelIn(
      trend(
        tableOf(
          types,
          daily('2023-02-01', 28, (at) => at, [3]),
        ),
      ),
    ),
  ).toBe(
    'Trend of Orders. From Feb 1 to Feb 28. Starts on Feb 1 (0), ends on Feb 28 (27). ' +
      'Highest on Feb 28 (27), lowest on Feb 1 (0). 1 of 28 days has no value: Feb 4.',
  );
});

it('breaks at days without a value, and hatches them, also where its rows end before the batch', () => {
  const html = trend(
    tableOf(
      types,
      daily('2023-02-01', 21, (at) => at, [3]),
    ),
  );
  expect(gapsIn(html)).toEqual([
    [10.71, 3.57],
    [75, 25],
  ]);
  expect(pathsIn(html, 'line series-1')[0]?.match(/M/g)).toHaveLength(2);
  expect(pathsIn(html, 'area')[0]?.match(/M/g)).toHaveLength(2);
});

it('is drawn in the order of the rows where the table has no dates', () => {
  const html = trend(tableOf({ orders: 'number' }, [[3], [1], [2]]));
  expect(pathsIn(html, 'line series-1')).toHaveLength(1);
  expect(gapsIn(html)).toEqual([]);
});

it.each([
  ['no row', []],
  ['no value', [['2023-02-01', null]]],
])('is left out where there is %s', (_, rows) => {
  expect(trend(tableOf(types, rows))).toBe('');
});

it('is flat where all values are the same', () => {
  const [path = ''] = pathsIn(
    trend(
      tableOf(
        types,
        daily('2023-02-01', 28, () => 5),
      ),
    ),
    'line series-1',
  );
  expect(new Set([...path.matchAll(/,([\d.]+)/g)].map(([, y]) => y)).size).toBe(1);
});
