import { cut, expectSame, type Fate } from '../preprocess/cut.ts';
import { csv, deliveries, line, numbers } from '../preprocess/deliveries.ts';

describe.each(Object.keys(deliveries))('%s', (name) => {
  it.each([1, 17])('gives the same in about %i parts', async (into) => {
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
