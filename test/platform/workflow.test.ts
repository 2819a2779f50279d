import {
  ExecutionAlreadyExists,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { openHistory, openWorkflow } from '../../functions/platform/workflow.ts';

const states = mockClient(SFNClient);
const client = new SFNClient({ region: 'eu-central-1' });
const startExecution = openWorkflow('arn:machine', client);

beforeEach(() => states.reset());

describe('the state machine', () => {
  it('is started under the name, with the input as JSON', async () => {
    states.on(StartExecutionCommand).resolves({});
    expect(await startExecution('2013-02-abc', { run: '2013-02-abc', sources: ['orders'] })).toBe(true);
    expect(states.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: 'arn:machine',
      name: '2013-02-abc',
      input: '{"run":"2013-02-abc","sources":["orders"]}',
    });
  });

  it('tells a name that was used before from a failure', async () => {
    states.on(StartExecutionCommand).rejectsOnce(new ExecutionAlreadyExists({ message: 'taken', $metadata: {} }));
    expect(await startExecution('2013-02-abc', {})).toBe(false);
    states.on(StartExecutionCommand).rejects(new Error('no way there'));
    await expect(startExecution('2013-02-abc', {})).rejects.toThrow('no way there');
  });
});

it('reads a history page by page, the newest event first', async () => {
  const at = '2013-03-01T06:00:00.000Z';
  states
    .on(GetExecutionHistoryCommand, { executionArn: 'arn:run', reverseOrder: true, nextToken: undefined })
    .resolves({
      nextToken: 'more',
      events: [
        {
          id: 4,
          previousEventId: 3,
          timestamp: new Date(at),
          type: 'LambdaFunctionFailed',
          lambdaFunctionFailedEventDetails: { error: 'InputGone', cause: '{}' },
        },
      ],
    })
    .on(GetExecutionHistoryCommand, { executionArn: 'arn:run', reverseOrder: true, nextToken: 'more' })
    .resolves({
      events: [
        {
          id: 3,
          previousEventId: 2,
          timestamp: new Date(at),
          type: 'TaskStateEntered',
          stateEnteredEventDetails: { name: 'Ingest', input: '{"source":"orders"}' },
        },
      ],
    });
  const events = [];
  for await (const event of openHistory(client)('arn:run')) events.push(event);
  expect(events).toEqual([
    { id: 4, previousId: 3, type: 'LambdaFunctionFailed', at, error: 'InputGone', cause: '{}' },
    { id: 3, previousId: 2, type: 'TaskStateEntered', at, state: 'Ingest', input: '{"source":"orders"}' },
  ]);
});
