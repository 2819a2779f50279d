import { Failure } from '../../../local/states/failure.ts';
import { call, chain, pass, run } from './rig.ts';

const outputOf = async (states: Record<string, object>, input: Parameters<typeof run>[1] = {}) => {
  const ended = await run(chain(states), input);
  return ended.status === 'SUCCEEDED' ? ended.output : ended;
};

describe('the way of the data through JSONPath', () => {
  it('goes through InputPath, Parameters, ResultSelector, ResultPath and OutputPath', async () => {
    const Do = {
      ...call,
      InputPath: '$.order',
      Parameters: { 'id.$': '$.id', who: 'me', nested: [{ 'first.$': '$.lines[0]' }] },
      ResultSelector: { 'number.$': '$.found.number' },
      ResultPath: '$.order.result',
      OutputPath: '$.order',
    };
    const { output, asked } = {
      output: undefined,
      ...(await run(chain({ Do }), {
        input: { order: { id: 7, lines: ['a', 'b'] }, rest: true },
        tasks: { Do: () => ({ found: { number: 42 } }) },
      })),
    };
    expect(asked).toEqual([['Do', { id: 7, who: 'me', nested: [{ first: 'a' }] }]]);
    expect(output).toEqual({ id: 7, lines: ['a', 'b'], result: { number: 42 } });
  });

  it.each<[string, object, unknown]>([
    ['a result dropped', { ResultPath: null, Result: 1 }, { a: { b: [1, 2] } }],
    ['a result in a list', { ResultPath: '$.a.b[1]', Result: 'x' }, { a: { b: [1, 'x'] } }],
    ['objects made on the way', { ResultPath: '$.c.d', Result: 1 }, { a: { b: [1, 2] }, c: { d: 1 } }],
    ['an input dropped', { InputPath: null }, {}],
    ['an output dropped', { OutputPath: null }, {}],
  ])('has %s', async (_, state, expected) => {
    expect(await outputOf({ Do: { ...pass, ...state } }, { input: { a: { b: [1, 2] } } })).toEqual(expected);
  });

  it('says of which result it cannot find a place', async () => {
    const ended = await outputOf({ Do: { ...pass, ResultPath: '$.a.b', Result: 1 } }, { input: { a: 'text' } });
    expect(ended).toMatchObject({ error: 'States.ResultPathMatchFailure', cause: expect.stringContaining('$.a.b') });
  });

  it('takes a part of the input of a Wait', async () => {
    expect(
      await outputOf(
        { Do: { Type: 'Wait', Seconds: 1, InputPath: '$.a', OutputPath: '$.b' } },
        { input: { a: { b: 3 } } },
      ),
    ).toBe(3);
  });
});

describe('variables', () => {
  it('are assigned when a state is left, all at once', async () => {
    const states = {
      First: { ...pass, Assign: { x: 1, y: 2 } },
      Second: { ...pass, Assign: { 'x.$': '$y', 'y.$': '$x' } },
      Third: { ...pass, Parameters: { 'x.$': '$x', 'y.$': '$y' } },
    };
    expect(await outputOf(states)).toEqual({ x: 2, y: 1 });
  });

  it('of a branch or an item stay there, and those outside are seen', async () => {
    const inner = chain({
      Set: { ...pass, Assign: { mine: 5 } },
      See: { ...pass, Parameters: { 'sum.$': 'States.MathAdd($outer, $mine)' } },
    });
    const states = (container: object) => ({
      Outer: { ...pass, Assign: { outer: 1 } },
      Container: container,
      After: { ...pass, Parameters: { 'mine.$': '$mine' } },
    });
    const told = 'could not be found';
    const parallel = await run(chain(states({ Type: 'Parallel', Branches: [inner] })));
    expect(parallel).toMatchObject({ error: 'States.Runtime', cause: expect.stringContaining(told) });
    const map = await run(chain(states({ Type: 'Map', ItemProcessor: inner })), { input: [1] });
    expect(map).toMatchObject({ error: 'States.Runtime', cause: expect.stringContaining(told) });
    expect(
      await outputOf(
        { Outer: { ...pass, Assign: { outer: 1 } }, Map: { Type: 'Map', ItemProcessor: inner } },
        { input: [1] },
      ),
    ).toEqual([{ sum: 6 }]);
  });

  it('of an item are not those of the next', async () => {
    const inner = {
      StartAt: 'First',
      States: {
        First: { Type: 'Choice', Choices: [{ Variable: '$', NumericEquals: 1, Next: 'Set' }], Default: 'See' },
        Set: { ...pass, Assign: { mine: 5 }, Next: 'See' },
        See: { ...pass, Parameters: { 'mine.$': '$mine' }, End: true },
      },
    };
    const map = { Type: 'Map', MaxConcurrency: 1, ItemProcessor: inner };
    expect(await run(chain({ Each: map }), { input: [1] })).toMatchObject({ output: [{ mine: 5 }] });
    expect(await run(chain({ Each: map }), { input: [1, 2] })).toMatchObject({ error: 'States.Runtime' });
  });

  it('of a parent are not seen by the executions of a distributed Map', async () => {
    const inner = {
      ...chain({ See: { ...pass, Parameters: { 'x.$': '$outer' } } }),
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    };
    const states = { Outer: { ...pass, Assign: { outer: 1 } }, Map: { Type: 'Map', ItemProcessor: inner } };
    expect(await run(chain(states), { input: [1] })).toMatchObject({ status: 'FAILED' });
  });

  it('are assigned by the rule of a Choice that holds, and by a Catch', async () => {
    const definition = {
      StartAt: 'Do',
      States: {
        Do: {
          ...call,
          Catch: [{ ErrorEquals: ['States.ALL'], Assign: { 'why.$': '$.Error' }, Next: 'Which' }],
          Next: 'Which',
        },
        Which: {
          Type: 'Choice',
          Choices: [{ Variable: '$why', StringEquals: 'A', Assign: { taken: 'first' }, Next: 'See' }],
          Assign: { taken: 'default' },
          Default: 'See',
        },
        See: { ...pass, Parameters: { 'why.$': '$why', 'taken.$': '$taken' }, End: true },
      },
    };
    const failed = (error: string) => ({ Do: () => Promise.reject(new Failure(error)) });
    expect(await run(definition, { tasks: failed('A') })).toMatchObject({ output: { why: 'A', taken: 'first' } });
    expect(await run(definition, { tasks: failed('B') })).toMatchObject({ output: { why: 'B', taken: 'default' } });
  });
});

describe('Choice', () => {
  const taken = async (rule: object, input: object) => {
    const choice = { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' };
    const States = {
      Which: choice,
      Yes: { ...pass, Result: true, End: true },
      No: { ...pass, Result: false, End: true },
    };
    const ended = await run({ StartAt: 'Which', States }, { input: JSON.parse(JSON.stringify(input)) });
    return ended.status === 'SUCCEEDED' ? ended.output : ended;
  };
  const x = (comparison: object) => ({ Variable: '$.x', ...comparison });

  it.each<[object, object, boolean]>([
    [x({ StringMatches: 'log-*.txt' }), { x: 'log-1.txt' }, true],
    [x({ StringMatches: 'log-*.txt' }), { x: 'log-1.csv' }, false],
    [x({ StringMatches: 'a\\*b' }), { x: 'a*b' }, true],
    [x({ StringMatches: 'a\\*b' }), { x: 'axb' }, false],
    [x({ StringMatches: '*' }), { x: 'two\nlines' }, true],
    [x({ StringMatches: 'a\\\\*' }), { x: 'a\\b' }, true],
    [x({ StringMatches: 'a\\\\*' }), { x: 'a*' }, false],
    [x({ StringMatches: '*.*.txt' }), { x: 'a.b.txt' }, true],
    [x({ StringMatches: '' }), { x: 'a' }, false],
    [x({ IsTimestamp: true }), { x: '2026-02-30T00:00:00Z' }, false],
    [x({ IsTimestamp: true }), { x: '2024-02-29T23:59:59.123456-11:30' }, true],
    [x({ IsTimestamp: true }), { x: '2026-01-01T00:00:00' }, false],
    [x({ IsTimestamp: false }), { x: 7 }, true],
    [x({ TimestampGreaterThan: '2026-01-01T00:00:00-01:00' }), { x: '2026-01-01T00:30:00Z' }, false],
    [x({ StringMatches: 'a.c' }), { x: 'abc' }, false],
    [x({ IsTimestamp: true }), { x: '2026-01-01T00:00:00+02:00' }, true],
    [x({ IsTimestamp: true }), { x: '2026-01-01' }, false],
    [x({ TimestampEquals: '2026-01-01T01:00:00+01:00' }), { x: '2026-01-01T00:00:00Z' }, true],
    [x({ TimestampLessThanPath: '$.y' }), { x: '2026-01-01T00:00:00.5Z', y: '2026-01-01T00:00:01Z' }, true],
    [x({ TimestampLessThan: '2026-01-01T00:00:00.000002Z' }), { x: '2026-01-01T00:00:00.000001Z' }, true],
    [x({ NumericGreaterThanEquals: 3 }), { x: 3 }, true],
    [x({ NumericEquals: 3 }), { x: '3' }, false],
    [x({ StringLessThan: 'b' }), { x: 'a' }, true],
    [x({ BooleanEqualsPath: '$.y' }), { x: true, y: true }, true],
    [x({ IsPresent: false }), {}, true],
    [x({ IsNull: true }), { x: null }, true],
    [{ And: [x({ IsPresent: true }), x({ NumericLessThan: 5 })] }, {}, false],
    [{ Or: [x({ NumericEquals: 1 }), x({ NumericEquals: 2 })] }, { x: 2 }, true],
    [{ Not: x({ IsNull: true }) }, { x: 1 }, true],
  ])('by %j of %j: %s', async (rule, input, holds) => {
    expect(await taken(rule, input)).toBe(holds);
  });

  it('fails where nothing holds, and where a variable is not there', async () => {
    const choice = { Type: 'Choice', Choices: [{ Variable: '$.x', NumericEquals: 1, Next: 'End' }] };
    const definition = { StartAt: 'Which', States: { Which: choice, End: { Type: 'Succeed' } } };
    expect(await run(definition, { input: { x: 2 } })).toMatchObject({ error: 'States.NoChoiceMatched' });
    expect(await run(definition)).toMatchObject({ error: 'States.Runtime', cause: expect.stringContaining("'$.x'") });
  });
});

it('tells in what a path of the context object was not found', async () => {
  const cause = expect.stringMatching(/'\$\$\.No' .* in the input '\{"Execution":/);
  expect(await run(chain({ Do: { ...pass, Parameters: { 'a.$': '$$.No' } } }))).toMatchObject({ cause });
});

it.each<[string, string]>([
  ['$.no', '$.no'],
  ['$.list[5]', '$.list[5]'],
  ['$$.No', '$.No'],
])('tells a function by the whole call, and the argument %s that is not found', async (path, told) => {
  const call = `States.Array(States.Format('{}', ${path}))`;
  expect(await run(chain({ Do: { ...pass, Parameters: { 'a.$': call } } }), { input: { list: [1] } })).toMatchObject({
    error: 'States.Runtime',
    cause: `An error occurred while executing the state 'Do' (entered at the event id #2). The function '${call}' had the following error: The JsonPath argument for the field '${told}' could not be found in the input '{"list":[1]}'`,
  });
});

it('gives null for an item that a list does not have, in a template', async () => {
  const states = { Do: { ...pass, Parameters: { 'a.$': '$.list[5]' } } };
  expect(await run(chain(states), { input: { list: [1] } })).toMatchObject({ output: { a: null } });
});

describe('intrinsic functions', () => {
  const value = async (text: string) =>
    outputOf(
      { Do: { ...pass, Parameters: { 'value.$': text } } },
      { input: { list: [1, 2, 2, 3], text: 'a,b;c', n: 3, name: "O'Hara", long: 'a'.repeat(10_001) } },
    );

  it.each<[string, unknown]>([
    ["States.Format('{} has {}: {}', $.name, $.n, $.list)", "O'Hara has 3: [1,2,2,3]"],
    ["States.Format('\\{\\} \\'{}\\' \\\\', 1)", "{} '1' \\"],
    ["States.Format('{} of {}', $.list.length(), $.list.max())", '4 of 3'],
    ['States.ArrayPartition($.list, 3)', [[1, 2, 2], [3]]],
    ['States.ArrayUnique($.list)', [1, 2, 3]],
    ['States.ArrayGetItem($.list, 3)', 3],
    ['States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]],
    ['States.ArrayRange(3, 1, -1)', [3, 2, 1]],
    ["States.StringSplit($.text, ',;')", ['a', 'b', 'c']],
    ['States.StringToJson(\'\\{"a": [1]\\}\')', { a: [1] }],
    ['States.JsonToString($.list)', '[1,2,2,3]'],
    ["States.Base64Decode(States.Base64Encode('ü'))", 'ü'],
    ["States.Hash('a', 'MD5')", '0cc175b9c0f1b6a831c399e269772661'],
    ['States.MathRandom(5, 6)', 5],
    ["States.ArrayContains(States.Array('x', null, true), null)", true],
    ['States.ArrayLength($.list[?(@ > 1)])', 3],
  ])('%s', async (text, expected) => {
    expect(await value(text)).toEqual({ value: expected });
  });

  it.each([
    'States.Format(1)',
    'States.ArrayGetItem($.list, 9)',
    "States.StringToJson('{')",
    "States.Hash('a', 'MD4')",
    'States.ArrayRange(1, 5000, 1)',
    'States.MathAdd(2147483648, 1)',
    'States.Base64Encode($.long)',
    'States.Base64Decode($.long)',
    "States.Hash($.long, 'MD5')",
  ])('fails: %s', async (text) => {
    expect(await value(text)).toMatchObject({ status: 'FAILED', error: 'States.IntrinsicFailure' });
  });
});
