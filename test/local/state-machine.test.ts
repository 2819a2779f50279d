import { checkDefinition, machineOf } from '../../local/definition.ts';
import { realClock } from '../../local/states/clock.ts';
import { worldIn } from '../../local/states/integrations/world.ts';
import { runStateMachine } from '../statemachines/run.ts';

const task = { Type: 'Task', Resource: 'arn:aws:lambda:eu-central-1:123456789012:function:do', End: true };
const machine = (state: object, top: object = {}) => ({ ...top, StartAt: 'Do', States: { Do: { ...task, ...state } } });
async function execute(definition: object, Do: (input: unknown) => Promise<unknown> = async () => ({})) {
  const { history: _history, journal: _journal, ...ended } = await runStateMachine(definition, {}, { Do });
  return ended;
}

describe('a definition that cannot run', () => {
  it.each<[string, object, RegExp]>([
    ['what the language does not have', machine({ Retries: [] }), /state Do: .*"Retries"/],
    [
      'a field of the other language',
      machine({ Arguments: {} }),
      /state Do uses Arguments, which JSONPath does not have/,
    ],
    [
      'likewise the other way',
      machine({ QueryLanguage: 'JSONata', ResultPath: '$.a' }),
      /uses ResultPath, which JSONata/,
    ],
    [
      'a state that is not there',
      machine({ End: false, Next: 'Nowhere' }),
      /state Do leads to Nowhere, which is not there/,
    ],
    ['a state without an end', machine({ End: false }), /state Do needs either Next or End/],
    [
      'any of these inside of a Map',
      { StartAt: 'Each', States: { Each: { Type: 'Map', End: true, ItemProcessor: machine({ Output: 1 }) } } },
      /state Do uses Output/,
    ],
  ])('is refused aloud: %s', async (_, definition, message) => {
    await expect(execute(definition)).rejects.toThrow(message);
  });

  it('is refused with its place where a rule leads nowhere, before its states are looked at', () => {
    const choice = { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Nxet: 'Do' }] };
    const definition = { StartAt: 'Which', States: { Which: choice, Do: task } };
    expect(() => machineOf(definition)).toThrow(/The state machine cannot run:\n- state Which, Choices, 0, Next: /);
  });

  it('is refused where a state calls what is not there, before anything reaches the network', async () => {
    const definition = { StartAt: 'Other', States: { Other: { ...task, Resource: `\${StoreFunctionArn}` } } };
    const services = { region: 'local', endpoints: {} };
    const { problems } = worldIn({ functions: { report: async () => null }, services, clock: realClock() });
    await expect(checkDefinition(definition, problems)).rejects.toThrow(
      'The state machine cannot run:\n- state Other calls the function store, which is not there: there are report',
    );
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
    const cause = JSON.stringify({ errorType: 'InputGone', errorMessage: 'what, where, what to do', trace: [] });
    expect(await execute(machine({}), Do)).toEqual({ status: 'FAILED', error: 'InputGone', cause });
  });

  it('is stopped by a payload too large, which neither Retry nor Catch sees', async () => {
    const rules = { Retry: [{ ErrorEquals: ['States.ALL'] }], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Go' }] };
    const definition = { StartAt: 'Do', States: { Do: { ...task, ...rules }, Go: { Type: 'Succeed' } } };
    const large = await execute(definition, async () => 'x'.repeat(262_144));
    expect(large).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    expect(await execute(definition, async () => 'x'.repeat(262_142))).toMatchObject({ status: 'SUCCEEDED' });
  });
});
