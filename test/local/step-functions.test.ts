import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { History } from '../../local/states/history.ts';
import { type Execution, type ExecutionEnd, serveStepFunctions } from '../../local/step-functions.ts';

const arn = { region: 'local', account: '000000000000', name: 'machine' };
const closing: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

/** The server, a client of the SDK, and a machine that ends when and as it is told. */
async function served(run?: (execution: Execution) => Promise<ExecutionEnd>) {
  const ends: ((how: ExecutionEnd) => void)[] = [];
  const told: Execution[] = [];
  const server = await serveStepFunctions(
    arn,
    run ?? (() => new Promise((resolve) => ends.push(resolve))),
    async (execution) => void told.push(execution),
  );
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SFNClient({ endpoint: server.endpoint, region: 'local', credentials, maxAttempts: 1 });
  closing.push(server.close, async () => client.destroy());
  const start = (name: string, input: object) =>
    client.send(
      new StartExecutionCommand({ stateMachineArn: server.stateMachineArn, name, input: JSON.stringify(input) }),
    );
  return { server, client, start, told, end: (how: ExecutionEnd) => ends.shift()?.(how) };
}

describe('the local Step Functions', () => {
  it('answers a second start with the first one, while it runs and its input is the same', async () => {
    const { server, start } = await served();
    const first = await start('a', { x: 1 });
    expect(first.executionArn).toBe('arn:aws:states:local:000000000000:execution:machine:a');
    expect(await start('a', { x: 1 })).toMatchObject({ executionArn: first.executionArn, startDate: first.startDate });
    await expect(start('a', { x: 2 })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    expect(server.executions()).toHaveLength(1);
  });

  it('refuses the name of an execution that has ended', async () => {
    const { server, start, end, told } = await served();
    await start('a', {});
    end({ status: 'SUCCEEDED', output: { rows: 3 } });
    await server.settled();
    await expect(start('a', {})).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    expect(told).toMatchObject([{ name: 'a', end: { status: 'SUCCEEDED', output: { rows: 3 } } }]);
  });

  it('describes an execution, and tells its history from the last event on', async () => {
    const { server, client, start, end } = await served(async ({ events }) => {
      const way = new History(
        () => new Date(1000),
        (event) => events.push(event),
      ).way();
      way.record('ExecutionStarted', { input: {} });
      way.record('TaskStateEntered', { name: 'Check', input: { source: 'orders' } });
      way.record('LambdaFunctionFailed', { error: 'Oops', cause: 'it broke' });
      way.record('ExecutionFailed', { error: 'Oops', cause: 'it broke' });
      return { status: 'FAILED', error: 'Oops', cause: 'it broke' };
    });
    const { executionArn } = await start('a', { run: 'a' });
    end({ status: 'FAILED' });
    await server.settled();

    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'FAILED',
      input: '{"run":"a"}',
      error: 'Oops',
      stopDate: expect.any(Date),
    });
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }));
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionFailed',
      'LambdaFunctionFailed',
      'TaskStateEntered',
      'ExecutionStarted',
    ]);
    expect(events[1]?.lambdaFunctionFailedEventDetails).toMatchObject({ error: 'Oops' });
    const entered = events.find(({ id }) => id === events[1]?.previousEventId);
    expect(entered?.stateEnteredEventDetails).toMatchObject({ name: 'Check', input: '{"source":"orders"}' });
  });

  it('refuses a name that AWS would refuse, an input too large, and an execution that there is not', async () => {
    const { client, start } = await served();
    await expect(start('a b', {})).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(start('a', { x: 'x'.repeat(262_144) })).rejects.toThrow('larger than 256 KiB');
    const unknown = { executionArn: 'arn:aws:states:local:000000000000:execution:machine:none' };
    await expect(client.send(new DescribeExecutionCommand(unknown))).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
  });

  it('hands a state machine that cannot run to whoever waits for it', async () => {
    const { server, start } = await served(() => Promise.reject(new Error('the definition is invalid')));
    await start('a', {});
    await expect(server.settled()).rejects.toThrow('the definition is invalid');
  });
});
