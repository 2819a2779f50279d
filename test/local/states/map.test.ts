import type { Json } from '../../../local/states/json.ts';
import { call, chain, pass, run } from './rig.ts';

describe('a Map in the same execution', () => {
  const each = (more: object) => chain({ Each: { Type: 'Map', ItemProcessor: chain({ Do: pass }), ...more } });

  it.each<[string, object, Json, unknown]>([
    ['its input', {}, [1, 2], [1, 2]],
    ['a list in it', { ItemsPath: '$.list' }, { list: ['a'] }, ['a']],
    ['nothing', { ItemsPath: '$.list' }, { list: [] }, []],
    [
      'what ItemSelector says of each',
      {
        ItemsPath: '$.list',
        ItemSelector: { 'n.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value', 'all.$': '$.all' },
      },
      { list: ['a', 'b'], all: 9 },
      [
        { n: 0, v: 'a', all: 9 },
        { n: 1, v: 'b', all: 9 },
      ],
    ],
  ])('goes through %s', async (_, more, input, output) => {
    expect(await run(each(more), { input })).toMatchObject({ status: 'SUCCEEDED', output });
  });

  it('runs so many at once as it may, and keeps the order', async () => {
    let [running, most] = [0, 0];
    const Do = async (input: Json) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return input;
    };
    const definition = chain({ Each: { Type: 'Map', MaxConcurrency: 3, ItemProcessor: chain({ Do: call }) } });
    const items = Array.from({ length: 10 }, (_, at) => at);
    expect(await run(definition, { input: items, tasks: { Do } })).toMatchObject({ output: items });
    expect(most).toBe(3);
  });

  it('runs no more than 40 at once, whatever it says', async () => {
    let [running, most] = [0, 0];
    const Do = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return null;
    };
    const definition = chain({ Each: { Type: 'Map', ItemProcessor: chain({ Do: call }) } });
    await run(definition, { input: Array.from({ length: 100 }, () => 1), tasks: { Do } });
    expect(most).toBe(40);
  });

  it.each([
    ['a path', 'States.Runtime', { MaxConcurrencyPath: '$.most', ItemsPath: '$.list' }],
    [
      'an expression',
      'States.QueryEvaluationError',
      { QueryLanguage: 'JSONata', MaxConcurrency: '{% $states.input.most %}', Items: [1] },
    ],
  ])('runs no item where %s says less than none at once', async (_, error, more) => {
    const definition = chain({ Each: { Type: 'Map', ...more, ItemProcessor: chain({ Do: call }) } });
    const { asked, ...ended } = await run(definition, { input: { most: -1, list: [1] } });
    expect(ended).toMatchObject({
      status: 'FAILED',
      error,
      cause: expect.stringContaining('MaxConcurrency cannot be negative.'),
    });
    expect(asked).toEqual([]);
  });

  it('refuses what is no list', async () => {
    expect(await run(each({}), { input: { a: 1 } })).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});
