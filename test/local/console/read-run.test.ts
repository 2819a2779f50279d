import { readRun } from '../../../local/console/page/read-run.ts';
import { served } from '../../../local/console/page/source.ts';
import { page } from '../../../local/states/service/request.ts';

const stateMachineArn = 'arn:aws:states:local:000000000000:stateMachine:m';
const executionArn = 'arn:aws:states:local:000000000000:execution:m:e';

it('tells each event once, though more happen while it reads one page after the other', async () => {
  let happened = 1500;
  const eventsSoFar = () =>
    Array.from({ length: happened }, (_, at) => ({ id: at + 1, type: 'WaitStateEntered', timestamp: at }));
  const answers: Readonly<Record<string, (request: object) => object>> = {
    DescribeExecution: () => ({ executionArn, stateMachineArn, name: 'e', status: 'RUNNING', startDate: 0 }),
    DescribeStateMachineForExecution: () => ({ definition: '{}' }),
    GetExecutionHistory: (request) => {
      const events = page(eventsSoFar().reverse(), 'events', { maxResults: 1000, ...request });
      happened += 10;
      return events;
    },
  };
  const { events } = await readRun(executionArn, {
    ...served,
    ask: async (operation, request) => answers[operation]?.(request),
    picture: async () => ({ width: 0, height: 0, nodes: [], edges: [] }),
  });
  expect(events.map(({ id }) => id)).toEqual(Array.from({ length: 1500 }, (_, at) => at + 1));
});
