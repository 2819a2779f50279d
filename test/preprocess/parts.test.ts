import { cut, expectSame, type Fate } from './cut.ts';
import { type Delivery, header, order } from './orders.ts';

const numbers = Array.from({ length: 60 }, (_, at) => at + 1);
/** Orders in which some come again, some are broken, and some have too few columns. */
const line = (id: number) => {
  if (id % 11 === 0) return `${id},too,few`;
  if (id % 13 === 0) return order(id).replace('.50', ',x');
  return id % 7 === 0 ? order(id - 5) : order(id);
};
const json = (id: number) => {
  if (id % 11 === 0) return '[1]';
  const [at, amount] = ['2013-02-08T10:00:00Z', id % 13 === 0 ? 'x' : `${id}.50`];
  return JSON.stringify({ id: id % 7 === 0 ? id - 5 : id, at, day: null, amount, weight: null, channel: 'web' });
};
const csv = (...rows: string[]) => `${[header, ...rows].join('\n')}\n`;

const deliveries: Record<string, Delivery['files']> = {
  'a.csv': { 'a.csv': csv(...numbers.map(line)) },
  'a.ndjson': { 'a.ndjson': numbers.map(json).join('\n') },
  'two files, the same orders in both': {
    'a.csv': csv(...numbers.map(order)),
    'b.ndjson': numbers.map(json).toReversed().join('\n'),
  },
  'CRLF, a byte order mark and no line end at the end': {
    'a.csv': `\ufeff${csv(...numbers.map(line))
      .trimEnd()
      .replaceAll('\n', '\r\n')}`,
  },
};

describe.each(Object.keys(deliveries))('%s', (name) => {
  it.each([1, 3, 17])('gives the same in about %i parts', async (into) => {
    expect(await expectSame({ files: deliveries[name] ?? {} }, into)).toBeGreaterThanOrEqual(into);
  });
});

describe('a child', () => {
  const files = { 'a.csv': csv(...numbers.slice(0, 25).map(line)) };

  it.each(['before', 'after'] as const)('dies %s any of its writes, and is tried again', async (moment) => {
    let died = 0;
    const dying: Fate = (bucket) => async (_, work) => {
      for (let nth = 1; ; nth++) {
        bucket.crashAt(nth, moment);
        const before = bucket.writes.length;
        const ended = await work().catch(() => undefined);
        bucket.heal();
        if (ended !== undefined && bucket.writes.length - before < nth) return ended;
        died++;
      }
    };
    await expectSame({ files }, 3, dying);
    expect(died).toBeGreaterThan(20);
  });

  it('is delivered twice, and writes the same bytes under the same keys', async () => {
    const twice: Fate = () => async (_, work) => {
      await work();
      return work();
    };
    const [once, again] = [await cut({ files }, 3), await cut({ files }, 3, twice)];
    expect(again.written).toEqual(once.written);
  });
});

it('reads a file whole whose values have line ends where it was cut', async () => {
  const rows = numbers.map((id) => order(id).replace('fine', '"a\nb\nc"'));
  expect(await expectSame({ files: { 'a.csv': csv(...rows) } }, 17)).toBe(1);
});

it('tells of a file at fault what is told of it in one piece', async () => {
  const open = csv(...numbers.map((id) => (id === 50 ? order(id).replace('fine', '"never closed') : order(id))));
  expect(await expectSame({ files: { 'a.csv': open, 'b.csv': csv(order(1)) } }, 3)).toBe(2);
});

it('leaves an optional source out that has a file at fault', async () => {
  const files = { 'a.csv': csv(...numbers.map(line)), 'b.csv': 'id\n1\n' };
  await expectSame({ files, source: { optional: true } }, 3);
});

it('needs no key, and settles nothing then', async () => {
  await expectSame({ files: { 'a.csv': csv(...numbers.map(line)) }, source: { key: [] } }, 3);
});

it('is not cut where it is packed', async () => {
  await expectSame({ files: { 'a.json': `[${numbers.slice(0, 5).map(json).join(',\n')}]` } }, 3);
});
