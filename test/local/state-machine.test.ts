import { runStateMachine } from '../../local/state-machine.ts';

const task = { Type: 'Task', Resource: 'arn:aws:lambda:eu-central-1:123456789012:function:do', End: true };
const machine = (state: object, top: object = {}) => ({ ...top, StartAt: 'Do', States: { Do: { ...task, ...state } } });
const execute = (
  definition: object,
  Do: (input: unknown) => Promise<unknown> = async () => ({}),
  input: unknown = {},
) => runStateMachine(definition, input, { Do }, { name: 'test', retryDelay: 0 });

describe('a definition that the engine would misread', () => {
  it.each([
    ['JSONata', machine({}, { QueryLanguage: 'JSONata' }), /it is written in JSONata/],
    ['JSONata in one state', machine({ QueryLanguage: 'JSONata' }), /state Do uses QueryLanguage/],
    ['variables', machine({ Assign: { total: 1 } }), /state Do uses Assign/],
    [
      'a variable in a Catch',
      machine({ Catch: [{ ErrorEquals: ['A'], Assign: { a: 1 }, Next: 'Do' }] }),
      /Do uses Assign/,
    ],
    ['items read from S3', machine({ ItemReader: {} }), /state Do uses ItemReader/],
    ['batches of items', machine({ ItemBatcher: {} }), /state Do uses ItemBatcher/],
    ['results written to S3', machine({ ResultWriter: {} }), /state Do uses ResultWriter/],
    ['a heartbeat', machine({ HeartbeatSeconds: 5 }), /state Do uses HeartbeatSeconds/],
    ['a callback', machine({ Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' }), /waitForTaskToken/],
    ['a service integration', machine({ Resource: 'arn:aws-cn:states:::lambda:invoke' }), /the resource arn:aws-cn/],
    [
      'a falsy result',
      { StartAt: 'No', States: { No: { Type: 'Pass', Result: false, End: true } } },
      /state No uses the Result false/,
    ],
    [
      'any of these inside of a Map',
      {
        StartAt: 'Each',
        States: { Each: { Type: 'Map', End: true, ItemProcessor: machine({ Assign: {} }) } },
      },
      /state Do uses Assign/,
    ],
  ])('is refused aloud: %s', async (_, definition, message) => {
    await expect(execute(definition)).rejects.toThrow(message);
  });

  it('is refused where a state has nothing to run, before anything reaches the network', async () => {
    const definition = { StartAt: 'Other', States: { Other: task } };
    await expect(execute(definition)).rejects.toThrow(/state Other has no function of that name/);
  });

  it('is refused where it is not valid at all', async () => {
    await expect(execute(machine({ Next: 'Nowhere' }))).rejects.toThrow(/invalid/);
  });
});

describe('an execution', () => {
  it('answers with the output, and knows its own name', async () => {
    const definition = machine({ Parameters: { 'name.$': '$$.Execution.Name', 'id.$': '$$.Execution.Id' } });
    expect(await execute(definition, async (input) => input)).toEqual({
      status: 'SUCCEEDED',
      output: { name: 'test', id: 'arn:aws:states:local:000000000000:execution:pipeline:test' },
    });
  });

  it('passes JSON, as Lambda does', async () => {
    const Do = async () => ({ at: new Date(0), nothing: undefined });
    expect(await execute(machine({}), Do)).toEqual({ status: 'SUCCEEDED', output: { at: '1970-01-01T00:00:00.000Z' } });
    expect(await execute(machine({}), async () => {})).toEqual({ status: 'SUCCEEDED', output: null });
  });

  it('fails with the name and message of the error', async () => {
    const Do = () => Promise.reject(Object.assign(new Error('what, where, what to do'), { name: 'InputGone' }));
    const result = { status: 'FAILED', error: 'InputGone', cause: 'what, where, what to do' };
    expect(await execute(machine({}), Do)).toEqual(result);
  });

  it('is stopped by a payload too large, which neither Retry nor Catch sees', async () => {
    const rules = { Retry: [{ ErrorEquals: ['States.ALL'] }], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Go' }] };
    const definition = { StartAt: 'Do', States: { Do: { ...task, ...rules }, Go: { Type: 'Succeed' } } };
    const large = await execute(definition, async () => 'x'.repeat(262_144));
    expect(large).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    expect(await execute(definition, async () => 'x'.repeat(262_142))).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('tells its events as they come', async () => {
    const events: string[] = [];
    const onEvent = ({ type }: { type: string }) => void events.push(type);
    await runStateMachine(machine({}), {}, { Do: async () => ({}) }, { name: 'test', onEvent });
    expect(events).toEqual(['ExecutionStarted', 'StateEntered', 'StateExited', 'ExecutionSucceeded']);
  });
});
