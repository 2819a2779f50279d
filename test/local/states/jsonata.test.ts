import { Failure } from '../../../local/states/failure.ts';
import { call, chain, failing, pass, run } from './rig.ts';

const jsonata = { QueryLanguage: 'JSONata' };
const outputOf = async (Output: unknown, input: Parameters<typeof run>[1] = {}) => {
  const ended = await run(chain({ Do: { ...pass, Output } }, jsonata), input);
  return ended.status === 'SUCCEEDED' ? ended.output : ended;
};

it.each<[unknown, unknown]>([
  ['{% $states.input.a + 1 %}', 4],
  [
    { deep: ['{% $states.input.a %}', ' {% not one', { 'k%': '{%$states.input.list[n > 1].n%}' }] },
    { deep: [3, ' {% not one', { 'k%': 2 }] },
  ],
  ['{% $sum($states.input.list.n) %}', 3],
  ['{% $states.context.Execution.Name %}', 'run'],
  ['{% $states.context.State.Name %}', 'Do'],
  ['{% $partition([1, 2, 3], 2) %}', [[1, 2], [3]]],
  ['{% $range(0, 10, 5) %}', [0, 5, 10]],
  ["{% $hash('a', 'SHA-1') %}", '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
  ['{% $parse(\'{"a": [1]}\').a %}', [1]],
  ['{% $random(42) %}', 0.7275636800328681],
  ['{% $range(0, 3.9, 1.5) %}', [0, 1, 2, 3]],
  ['{% $range(-1.7, 1, 1) %}', [-1, 0, 1]],
  ['{% $range(3, 3, 1) %}', 3],
  ['{% $count($range(1, 360145, 1)) %}', 360_145],
  ['{% $partition([1, 2, 3], 1.9) %}', [[1], [2], [3]]],
  ['{% [1 / 0, -1 / 0, 0 / 0] %}', ['Infinity', '-Infinity', 'NaN']],
  ["{% $exists($hash($states.input.nothing, 'MD5')) %}", false],
  ['{% $length($uuid()) %}', 36],
  ['{% ( $x := 2; $x * $states.input.a ) %}', 6],
  ['{% null %}', null],
  ["{% ($states.input.list[n > 1]^(>n) ~> |$|{'m': n}|){'sum': $sum(m)} %}", { sum: 2 }],
  ["{% $map($states.input.list, function($v){ $v.{'m': n} }).m %}", [1, 2]],
])('works %j out', async (output, expected) => {
  expect(await outputOf(output, { input: { a: 3, list: [{ n: 1 }, { n: 2 }] } })).toEqual(expected);
});

it.each<[string, string]>([
  ['$nothing', 'returned nothing'],
  ['function($x){$x}', 'unsupported result type'],
  ['1 + $states', 'threw an error'],
  ['$states.input.a.b', 'returned nothing'],
  ["{'f': [function($x){$x}]}", 'unsupported result type'],
  ["$partition([1], 'a')", 'Argument 2 of function "partition" does not match function signature'],
  ['$range(1, 2, 0)', 'during evaluation: A range has no step of 0.'],
  ['$range(1, 360146, 1)', 'evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage'],
  ['$range(1, 3)', 'returned nothing'],
  ['$range(3, 1, 1)', 'returned nothing'],
  ['$partition([1], 0)', 'returned nothing'],
  ['$partition([], 1)', 'returned nothing'],
  ["$hash('a')", 'returned nothing'],
  ["$eval('1')", 'T1006: Attempted to invoke a non-function'],
  ['( $f := function($n){ $f($n + 1) }; $f(1) )', 'Expression evaluation timeout'],
])('fails of %s, and names expression and field', async (expression, why) => {
  expect(await outputOf({ field: `{% ${expression} %}` }, { input: { a: 1 } })).toMatchObject({
    error: 'States.QueryEvaluationError',
    cause: expect.stringMatching(/'Do'.*'Output\/field'/),
  });
  expect(await outputOf({ field: `{% ${expression} %}` })).toMatchObject({ cause: expect.stringContaining(why) });
});

it.each<[string, object, number[], number[]]>([
  ['TimeoutSeconds', call, [1, 99_999_999], [-1, 0, 1.5, 100_000_000]],
  ['HeartbeatSeconds', call, [1], [0]],
  ['Seconds', { Type: 'Wait' }, [0, 5], [-1, 0.5]],
])('takes of an expression for %s what the field takes', async (field, state, right, wrong) => {
  const ended = (value: number) =>
    run(chain({ Do: { ...state, [field]: `{% ${value} %}` } }, jsonata), { tasks: { Do: () => 1 } });
  for (const value of right) expect(await ended(value)).toMatchObject({ status: 'SUCCEEDED' });
  for (const value of wrong) {
    const cause = expect.stringContaining(`returned ${value}. ${field}`);
    expect(await ended(value)).toMatchObject({ error: 'States.QueryEvaluationError', cause, asked: [] });
  }
});

it('sees the result of a task, and the variables', async () => {
  const states = {
    First: { ...pass, Assign: { rate: 2 }, Output: { n: 5 } },
    Do: {
      ...call,
      Arguments: { twice: '{% $states.input.n * $rate %}' },
      Assign: { found: '{% $states.result.x %}' },
      Output: '{% $states.result.x + $states.input.n %}',
    },
    Last: { ...pass, Output: { found: '{% $found %}', sum: '{% $states.input %}' } },
  };
  const ended = await run(chain(states, jsonata), { tasks: { Do: () => ({ x: 1 }) } });
  expect(ended).toMatchObject({ output: { found: 1, sum: 6 }, asked: [['Do', { twice: 10 }]] });
});

it('takes the branch whose condition holds', async () => {
  const Choices = [{ Condition: '{% $states.input > 5 %}', Output: 'much', Next: 'End' }];
  const States = { Which: { Type: 'Choice', Choices, Output: 'little', Default: 'End' }, End: { Type: 'Succeed' } };
  const definition = { ...jsonata, StartAt: 'Which', States };
  expect(await run(definition, { input: 6 })).toMatchObject({ output: 'much' });
  expect(await run(definition, { input: 5 })).toMatchObject({ output: 'little' });
});

it('counts and waits by expressions', async () => {
  const states = {
    Wait: { Type: 'Wait', Seconds: '{% $states.input.s %}' },
    Each: {
      Type: 'Map',
      Items: '{% $states.input.list %}',
      ItemSelector: { at: '{% $states.context.Map.Item.Index %}', value: '{% $states.context.Map.Item.Value %}' },
      MaxConcurrency: '{% 1 %}',
      ItemProcessor: chain({ Do: pass }),
    },
  };
  expect(await run(chain(states, jsonata), { input: { s: 3, list: ['a', 'b'] } })).toMatchObject({
    seconds: 3,
    output: [
      { at: 0, value: 'a' },
      { at: 1, value: 'b' },
    ],
  });
});

it('tells a Catch what failed, and a Fail says it', async () => {
  const States = {
    Do: { ...call, Catch: [{ ErrorEquals: ['A'], Output: '{% $states.errorOutput %}', Next: 'Say' }], End: true },
    Say: { Type: 'Fail', Error: "{% 'Because' & $states.input.Error %}", Cause: '{% $states.input.Cause %}' },
  };
  const ended = await run({ ...jsonata, StartAt: 'Do', States }, { tasks: { Do: failing(1, 'A') } });
  expect(ended).toMatchObject({ status: 'FAILED', error: 'BecauseA', cause: 'on purpose' });
});

it('can be caught where an expression fails', async () => {
  const rule = { ErrorEquals: ['States.QueryEvaluationError'], Next: 'End' };
  const States = { Do: { ...call, Arguments: '{% $none %}', Catch: [rule], End: true }, End: { Type: 'Succeed' } };
  expect(await run({ ...jsonata, StartAt: 'Do', States })).toMatchObject({ status: 'SUCCEEDED' });
});

it('goes beside JSONPath, state by state', async () => {
  const states = {
    One: { ...pass, Parameters: { 'a.$': '$.n' }, Assign: { 'kept.$': '$.a' } },
    Two: { ...pass, QueryLanguage: 'JSONata', Output: { b: '{% $states.input.a + $kept %}' } },
    Three: { ...pass, Parameters: { 'c.$': '$.b' } },
  };
  expect(await run(chain(states), { input: { n: 4 } })).toMatchObject({ output: { c: 8 } });
});

it('stops with the failure of a service as it is', async () => {
  const Do = () => Promise.reject(new Failure('Of.Service', 'words'));
  expect(await run(chain({ Do: call }, jsonata), { tasks: { Do } })).toMatchObject({
    error: 'Of.Service',
    cause: 'words',
  });
});
