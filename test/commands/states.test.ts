import { statesIn } from '../../commands/show/states.ts';

const at = (second: number) => `2013-03-01T06:00:0${second}.000Z`;
const entered = (id: number, previousId: number, state: string, source?: string) => ({
  ...{ id, previousId, at: at(id), state, type: 'TaskStateEntered' },
  input: JSON.stringify({ run: 'r', source }),
});
const event = (id: number, previousId: number, type: string) => ({ id, previousId, at: at(id), type });

it('tells from when to when each state worked, where iterations of a map go on side by side', () => {
  const events = [
    { ...event(1, 0, 'MapStateEntered'), state: 'Sources' },
    entered(2, 1, 'Ingest', 'orders'),
    entered(3, 1, 'Ingest', 'stores'),
    event(4, 3, 'LambdaFunctionSucceeded'),
    event(5, 2, 'LambdaFunctionFailed'),
    event(6, 4, 'TaskStateExited'),
    event(7, 5, 'LambdaFunctionSucceeded'),
    event(8, 7, 'TaskStateExited'),
    entered(9, 8, 'Report'),
  ];
  expect(statesIn(events.toReversed())).toEqual([
    { state: 'Ingest', source: 'orders', startedAt: at(2), endedAt: at(8) },
    { state: 'Ingest', source: 'stores', startedAt: at(3), endedAt: at(6) },
    { state: 'Report', source: null, startedAt: at(9), endedAt: null },
  ]);
});
