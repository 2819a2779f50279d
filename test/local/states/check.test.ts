import { checked } from '../../../local/states/check.ts';
import { call, chain, pass } from './rig.ts';

const problemsOf = (definition: object, type?: 'EXPRESS') => {
  const read = checked(definition, type);
  return 'problems' in read ? read.problems : [];
};
const succeed = { Type: 'Succeed' };
const jsonata = (state: object) => chain({ Do: state }, { QueryLanguage: 'JSONata' });
const inner = chain({ Inner: pass });
const config = (ExecutionType = 'STANDARD') => ({ ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType } });
const inline = (more: object) => chain({ Do: { Type: 'Map', ItemProcessor: inner, ...more } });
const distributed = (more: object, processor: object = inner, type?: string) =>
  chain({ Do: { Type: 'Map', ItemProcessor: { ...processor, ...config(type) }, ...more } });
const getObject = { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', Key: 'k' } };
const reading = (ReaderConfig: object, more: object = {}) =>
  distributed({ ItemReader: { ...getObject, ReaderConfig, ...more } });
const retrying = (rule: object) => chain({ Do: { ...call, Retry: [{ ErrorEquals: ['A'], ...rule }] } });
const choosing = (rule: object) => ({
  StartAt: 'Which',
  States: { Which: { Type: 'Choice', Choices: [{ ...rule, Next: 'Do' }] }, Do: succeed },
});
const x = (comparison: object) => ({ Variable: '$.x', ...comparison });
const caught = (Next: string) => ({ ...call, Catch: [{ ErrorEquals: ['A'], Next }] });
const long = (length: number) => 'n'.repeat(length);

describe('a machine', () => {
  it.each<[string, object, RegExp]>([
    ['that starts nowhere', { StartAt: 'A', States: { Do: succeed } }, /StartAt names the state A/],
    ['whose state leads nowhere', { StartAt: 'Do', States: { Do: { ...caught('A'), End: true } } }, /Do leads to A/],
    ['with a state on no way', { StartAt: 'A', States: { A: succeed, B: succeed } }, /state B is reached from nowhere/],
    [
      'that never ends',
      { StartAt: 'A', States: { A: { ...pass, Next: 'B' }, B: { ...pass, Next: 'A' } } },
      /no state after A ends/,
    ],
    ['with a name of 81 characters', chain({ [long(81)]: pass }), /longer than 80/],
    [
      'with a name twice, in branches',
      chain({ Do: { Type: 'Parallel', Branches: [inner, inner] } }),
      /Inner is there twice/,
    ],
    ['that goes back to JSONPath', jsonata({ ...pass, QueryLanguage: 'JSONPath' }), /speaks JSONPath/],
    [
      'that goes back to it inside',
      { ...distributed({}, { ...inner, QueryLanguage: 'JSONPath' }), QueryLanguage: 'JSONata' },
      /JSONPath inside/,
    ],
    ['of another version', chain({ Do: pass }, { Version: '2.0' }), /Version/],
    ['that has no time', chain({ Do: pass }, { TimeoutSeconds: 0 }), /TimeoutSeconds/],
    ['in which a branch has its own time', distributed({}, { ...inner, TimeoutSeconds: 5 }), /TimeoutSeconds inside/],
    ['with an empty Parallel', chain({ Do: { Type: 'Parallel', Branches: [] } }), /state Do, Branches/],
    ['with a field that there is not', chain({ Do: { ...pass, Retry: [] } }), /state Do: .*Retry/],
    ['with a kind of state that there is not', chain({ Do: { Type: 'Tsk' } }), /state Do, Type: There is Task/],
    ['with neither Next nor End', { StartAt: 'Do', States: { Do: pass } }, /needs either Next or End/],
  ])('%s is refused', (_, definition, problem) => {
    expect(problemsOf(definition)).toEqual([expect.stringMatching(problem)]);
  });

  it('may not assign inside what is assigned around it, but in executions of their own', () => {
    const outer = { ...pass, Assign: { x: 1 } };
    const again = chain({ Again: { ...call, Catch: [{ ErrorEquals: ['A'], Assign: { 'x.$': '$' }, Next: 'Again' }] } });
    const branches = { Type: 'Parallel', Branches: [again], Assign: { x: 2 } };
    expect(problemsOf(chain({ Outer: outer, Do: branches }))).toEqual([
      'state Again assigns x, which is assigned outside of it too',
    ]);
    const map = { Type: 'Map', ItemProcessor: { ...again, ...config() } };
    expect(problemsOf(chain({ Outer: outer, Do: map }))).toEqual([]);
    const two = { ...branches, Branches: [again, chain({ Other: outer })], Assign: { y: 1 } };
    expect(problemsOf(chain({ Do: two }))).toEqual([]);
  });

  it('may end where it also catches', () => {
    expect(problemsOf(chain({ Do: caught('Do') }))).toEqual([]);
  });

  it('of JSONPath may have states of JSONata, and names of 80 characters', () => {
    expect(problemsOf(chain({ [long(80)]: { ...pass, QueryLanguage: 'JSONata', Output: '{% 1 %}' } }))).toEqual([]);
  });

  it('that is Express waits for no end, and has no distributed Map', () => {
    const waiting = { ...call, Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' };
    for (const Resource of [
      waiting.Resource,
      'arn:aws:states:::states:startExecution.sync:2',
      'arn:aws:states:eu:1:activity:a',
    ]) {
      const definition = chain({ Do: { ...call, Resource } });
      expect(problemsOf(definition)).toEqual([]);
      expect(problemsOf(definition, 'EXPRESS')).toEqual([expect.stringContaining('which EXPRESS does not have')]);
    }
    expect(problemsOf(distributed({}, chain({ Inner: waiting }), 'EXPRESS'))).toHaveLength(1);
    expect(problemsOf(distributed({}), 'EXPRESS')).toEqual([expect.stringContaining('distributed')]);
  });
});

describe('an expression', () => {
  it.each<[string, object, RegExp]>([
    [
      'of JSONata that does not parse',
      { ...pass, Output: { a: ['{% 1 + %}'] } },
      /Output\/a\[0\]: \{% 1 \+ %\}, which is no JSONata/,
    ],
    ['with one of its ends', { ...pass, Output: '{% 1' }, /on one side alone/],
    ['of a result that there is not', { ...pass, Output: '{% $states.result %}' }, /\$states\.result, which is not/],
    ['of a result in Arguments', { ...call, Arguments: { a: '{% [$states.result.a] %}' } }, /which is not there/],
    ['of an error that there is not', { ...call, Assign: { a: '{% $states.errorOutput %}' } }, /errorOutput/],
    [
      'of a result where there is an error',
      { ...call, Catch: [{ ErrorEquals: ['A'], Output: '{% $states.result %}', Next: 'Do' }] },
      /Catch\[0\]\/Output/,
    ],
    [
      'with a name of nothing',
      { ...pass, Output: { a: '{% [1, phone.home] %}' } },
      /Output\/a.*reads phone of nothing/,
    ],
    [
      'with a name of nothing in a function',
      { ...pass, Output: '{% $map([1], function($x){ b }) %}' },
      /reads b of nothing/,
    ],
    ['with $$', { ...pass, Output: '{% [$$] %}' }, /reads \$\$/],
    ['in a Catch', { ...call, Catch: [{ ErrorEquals: ['A'], Next: 'Do', Output: '{% ( %}' }] }, /Catch\[0\]\/Output/],
    ['as a text where a number stands', { ...call, TimeoutSeconds: 'soon' }, /TimeoutSeconds as a text/],
    ['by a path', { ...call, TimeoutSecondsPath: '$.a' }, /uses TimeoutSecondsPath, which JSONata does not have/],
    ['as Parameters', { ...call, Parameters: {} }, /uses Parameters/],
    ['that is assigned to states', { ...pass, Assign: { states: 1 } }, /assigns states/],
    ['that is assigned to a part', { ...pass, Assign: { 'a.b': 1 } }, /assigns a\.b/],
    ['that is assigned to a name of 81 characters', { ...pass, Assign: { [long(81)]: 1 } }, /no name of a variable/],
  ])('%s is refused in a state of JSONata', (_, state, problem) => {
    expect(problemsOf(jsonata(state))).toEqual([expect.stringMatching(problem)]);
  });

  it.each<[string, object, RegExp]>([
    ['of JSONata', { ...pass, Output: 1 }, /uses Output, which JSONPath does not have/],
    ['that is no path', { ...pass, InputPath: 'a.b' }, /InputPath: a\.b/],
    ['that is half a path', { ...pass, OutputPath: '$.a[' }, /OutputPath/],
    ['that leads to many places, as ResultPath', { ...pass, ResultPath: '$.a[*]' }, /ResultPath/],
    ['that leads out of the data, as ResultPath', { ...pass, ResultPath: '$$.a' }, /ResultPath/],
    ['of no function', { ...pass, Parameters: { a: [{ 'b.$': 'States.None()' }] } }, /Parameters\/a\[0\]\/b\.\$/],
    ['of half a function', { ...pass, Parameters: { 'a.$': 'States.Array(' } }, /Parameters\/a\.\$/],
    ['with a path in a function that is none', { ...pass, Parameters: { 'a.$': 'States.Array($.a[)' } }, /Parameters/],
    [
      'with a backslash before what needs none',
      { ...pass, Parameters: { 'a.$': "States.Array('\\\"')" } },
      /Parameters/,
    ],
    ['that is no text', { ...pass, Parameters: { 'a.$': 1 } }, /says Parameters\/a\.\$: 1/],
    ['twice', { ...pass, Parameters: { a: 1, 'a.$': '$' } }, /twice/],
    ['beside its value', { ...call, TimeoutSeconds: 5, TimeoutSecondsPath: '$.a' }, /both TimeoutSeconds and/],
    ['as a text where a number stands', { ...call, TimeoutSeconds: '5' }, /TimeoutSeconds as a text/],
  ])('%s is refused in a state of JSONPath', (_, state, problem) => {
    expect(problemsOf(chain({ Do: state }))).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    {
      ...pass,
      Parameters: { 'a.$': "States.Format('\\'\\{\\}\\\\ {}', $$.Execution.Id)", 'b.$': '$name.a', c: '$.x' },
    },
    { ...pass, InputPath: '$..a[?(@.b > 1)]', ResultPath: '$.a[0].b', Assign: { 'ä1_b.$': '$' } },
    { Type: 'Fail', ErrorPath: '$.error', CausePath: "States.Format('{}', $.cause)" },
  ])('is taken where it is sound: %j', (state) => {
    expect(problemsOf(chain({ Do: state }))).toEqual([]);
  });

  it('reads results and errors where there are some', () => {
    const rule = { ErrorEquals: ['A'], Assign: { e: '{% $states.errorOutput.Cause %}' }, Next: 'Do' };
    const state = { ...call, Output: { r: '{% $states.result %}' }, Assign: { r: '{% $states.result.a %}' } };
    expect(problemsOf(jsonata({ ...state, Catch: [rule] }))).toEqual([]);
  });

  it('of JSONPath is but a text in a state of JSONata', () => {
    expect(problemsOf(jsonata({ ...pass, Output: { 'a.$': '$', b: 'States.None()' } }))).toEqual([]);
  });
});

describe('a rule', () => {
  it.each<[string, object, RegExp]>([
    ['that tries again after no time', retrying({ IntervalSeconds: 0 }), /state Do, Retry, 0, IntervalSeconds/],
    ['that waits ever less', retrying({ BackoffRate: 0.5 }), /BackoffRate/],
    ['that tries a part of a time', retrying({ MaxAttempts: 1.5 }), /MaxAttempts/],
    ['that tries too often', retrying({ MaxAttempts: 100_000_000 }), /MaxAttempts/],
    ['that waits for more than a year', retrying({ MaxDelaySeconds: 31_622_400 }), /MaxDelaySeconds/],
    ['of no error', retrying({ ErrorEquals: [] }), /ErrorEquals/],
    ['of all errors and others', retrying({ ErrorEquals: ['A', 'States.ALL'] }), /alone and last/],
  ])('%s is refused', (_, definition, problem) => {
    expect(problemsOf(definition)).toEqual([expect.stringMatching(problem)]);
  });

  it.each([retrying({ MaxAttempts: 99_999_999, BackoffRate: 1, IntervalSeconds: 1 }), retrying({ MaxAttempts: 0 })])(
    'is taken at the ends of what it may say',
    (definition) => {
      expect(problemsOf(definition)).toEqual([]);
    },
  );

  it.each<[string, object, RegExp]>([
    ['with no comparison', { Variable: '$.x' }, /needs one comparison in Choices\[0\], and has 0/],
    ['with two', x({ IsNull: true, StringEquals: 'a' }), /and has 2/],
    ['with a comparison that there is not', x({ StringIs: 'a' }), /and has 0/],
    ['with nothing to compare', { StringEquals: 'a' }, /needs a path as Variable/],
    ['of what is no path', { Variable: 'x', StringEquals: 'a' }, /needs a path as Variable/],
    ['with a value of another kind', x({ NumericEquals: '1' }), /compares with "1" in Choices\[0\]\/NumericEquals/],
    ['with a time without a zone', x({ TimestampEquals: '2026-01-01T00:00:00' }), /compares with/],
    ['with no path behind Path', x({ StringEqualsPath: 'x' }), /StringEqualsPath: x, which is not a path/],
    ['with an empty And', { And: [] }, /no list of rules in Choices\[0\]\/And/],
    ['that leads on from inside', { Not: { ...x({ IsNull: true }), Next: 'Do' } }, /Choices\[0\]\/Not\/Next/],
    ['with a wrong one inside', { Or: [x({ IsNull: true }), x({})] }, /in Choices\[0\]\/Or\[1\]/],
    ['with a stranger', x({ IsNull: true, Note: 1 }), /Choices\[0\]\/Note/],
  ])('of a Choice %s is refused', (_, rule, problem) => {
    expect(problemsOf(choosing(rule))).toEqual([expect.stringMatching(problem)]);
  });

  it('of a Choice has a Condition in JSONata, and no Variable', () => {
    const machine = (rule: object) => ({ ...choosing(rule), QueryLanguage: 'JSONata' });
    expect(problemsOf(machine({ Condition: '{% true %}' }))).toEqual([]);
    expect(problemsOf(machine({ Condition: '{% = %}' }))).toEqual([expect.stringContaining('Choices[0]/Condition')]);
    expect(problemsOf(machine({}))).toEqual([expect.stringContaining('no Condition in Choices[0]')]);
    expect(problemsOf(machine(x({ IsNull: true })))).not.toEqual([]);
  });
});

describe('a state', () => {
  const wait = (more: object) => chain({ Do: { Type: 'Wait', ...more } });
  it.each<[string, object, RegExp]>([
    ['that waits for nothing', wait({}), /needs one of Seconds and Timestamp, and has none/],
    ['that waits for two things', wait({ Seconds: 1, Timestamp: '2026-01-01T00:00:00Z' }), /has Seconds, Timestamp/],
    ['that waits for longer than it may', wait({ Seconds: 100_000_000 }), /Seconds/],
    ['that waits until no time', wait({ Timestamp: '2026-01-01' }), /until 2026-01-01/],
    [
      'that fails by two errors',
      chain({ Do: { Type: 'Fail', Error: 'A', ErrorPath: '$.a' } }),
      /both Error and ErrorPath/,
    ],
    ['that fails and assigns', chain({ Do: { Type: 'Fail', Assign: {} } }), /state Do: .*Assign/],
    [
      'that may be silent for all of its time',
      chain({ Do: { ...call, TimeoutSeconds: 5, HeartbeatSeconds: 5 } }),
      /HeartbeatSeconds/,
    ],
    ['that has no time', chain({ Do: { ...call, TimeoutSeconds: 0 } }), /TimeoutSeconds/],
    ['with credentials of nobody', chain({ Do: { ...call, Credentials: {} } }), /without a RoleArn/],
  ])('%s is refused', (_, definition, problem) => {
    expect(problemsOf(definition)).toEqual([expect.stringMatching(problem)]);
  });

  it('may wait until a time that an expression gives', () => {
    expect(problemsOf(jsonata({ Type: 'Wait', Timestamp: '{% $now() %}' }))).toEqual([]);
  });
});

describe('a Map', () => {
  const batcher = (ItemBatcher: object) => distributed({ ItemBatcher });
  const putObject = 'arn:aws:states:::s3:putObject';
  it.each<[string, object, RegExp]>([
    ['without a processor', chain({ Do: { Type: 'Map' } }), /no ItemProcessor/],
    ['with two', inline({ Iterator: chain({ Other: pass }) }), /both ItemProcessor and Iterator/],
    ['with a limit twice', inline({ MaxConcurrency: 1, MaxConcurrencyPath: '$.a' }), /both MaxConcurrency and/],
    ['with a limit below nothing', inline({ MaxConcurrency: -1 }), /MaxConcurrency/],
    ['that is inline and reads', inline({ ItemReader: getObject }), /uses ItemReader/],
    ['that is inline and tolerates', inline({ ToleratedFailureCount: 1 }), /uses ToleratedFailureCount/],
    [
      'whose children have no kind',
      chain({ Do: { Type: 'Map', ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED' } } } }),
      /no ExecutionType/,
    ],
    ['that tolerates more than all', distributed({ ToleratedFailurePercentage: 101 }), /ToleratedFailurePercentage/],
    ['with an empty Label', distributed({ Label: '' }), /the Label ""/],
    ['with a Label of 41 characters', distributed({ Label: long(41) }), /the Label/],
    ['with a blank in its Label', distributed({ Label: 'a b' }), /the Label "a b"/],
    ['that reads by another call', reading({}, { Resource: 'arn:aws:states:::s3:headObject' }), /reads its items by/],
    ['that reads from nowhere', reading({}, { Parameters: undefined }), /does not say where/],
    ['that reads Parquet', reading({ InputType: 'PARQUET' }), /PARQUET, which is not read on this machine/],
    ['that reads what there is not', reading({ InputType: 'XML' }), /InputType/],
    ['that lacks its given header', reading({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN' }), /no CSVHeaders/],
    ['that flattens one object', reading({ InputType: 'CSV', Transformation: 'LOAD_AND_FLATTEN' }), /s3:listObjectsV2/],
    ['whose inventory is JSON', reading({ InputType: 'JSON', ManifestType: 'S3_INVENTORY' }), /an inventory is CSV/],
    ['whose manifest leads to what is not said', reading({ ManifestType: 'ATHENA_DATA' }), /as what InputType/],
    ['with a pointer that is none', reading({ InputType: 'JSON', ItemsPointer: '$.a' }), /ItemsPointer/],
    ['with batches of any size', batcher({}), /how much goes into a batch/],
    ['with batches of too many bytes', batcher({ MaxInputBytesPerBatch: 262_145 }), /262144 at most/],
    ['with empty batches', batcher({ MaxItemsPerBatch: 0 }), /nothing into a batch/],
    ['with an empty writer', distributed({ ResultWriter: {} }), /empty ResultWriter/],
    ['that writes nowhere', distributed({ ResultWriter: { Resource: putObject } }), /where its ResultWriter writes/],
    [
      'that writes in a way that there is not',
      distributed({ ResultWriter: { WriterConfig: { OutputType: 'CSV' } } }),
      /OutputType/,
    ],
  ])('%s is refused', (_, definition, problem) => {
    expect(problemsOf(JSON.parse(JSON.stringify(definition)))).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    inline({ MaxConcurrency: 0, ItemSelector: { 'a.$': '$$.Map.Item.Value' } }),
    reading({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a'], MaxItemsPath: '$.most' }),
    reading({ ManifestType: 'S3_INVENTORY' }),
    reading({ InputType: 'JSON', ItemsPointer: '/a/0' }),
    batcher({ MaxInputBytesPerBatch: 262_144 }),
    distributed({ ResultWriter: { WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSONL' } }, Label: 'a-b_ü' }),
  ])('is taken where it is sound: %j', (definition) => {
    expect(problemsOf(definition)).toEqual([]);
  });
});
