import { answerProblems } from '../../commands/verify/answers.ts';
import { readDefinition } from '../../local/definition.ts';

const task = (more: object) => ({ Type: 'Task', Resource: 'r', ...more });
const machine = (States: object) => ({ StartAt: 'Archive', States });
const told = (name: string, next: string) =>
  `statemachines/pipeline.asl.yaml: the answer of ${name} takes the place of its input ($.run, …), which ${next} is ` +
  `asked with: add ResultPath: null to ${name}, or ResultPath: $ where ${next} shall have the answer alone.`;

it('takes the pipeline as it is', () => {
  expect(answerProblems(readDefinition())).toEqual([]);
});

it('names a state whose answer takes the place of what the next one is asked with', () => {
  const States = { Archive: task({ Next: 'Report' }), Report: task({ End: true }) };
  expect(answerProblems(machine(States))).toEqual([told('Archive', 'Report')]);
});

it.each([
  { Type: 'Map', ItemProcessor: { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } } },
  { Type: 'Parallel', Branches: [{ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } }] },
])('names a $Type likewise', (state) => {
  const States = { Archive: { ...state, Next: 'Report' }, Report: task({ End: true }) };
  expect(answerProblems(machine(States))).toEqual([told('Archive', 'Report')]);
});

it.each([null, '$', '$.archived'])('takes a state that says where its answer goes: %j', (ResultPath) => {
  const States = { Archive: task({ ResultPath, Next: 'Report' }), Report: task({ End: true }) };
  expect(answerProblems(machine(States))).toEqual([]);
});

it('takes an answer that is only chosen by, and that the execution ends with', () => {
  const States = {
    Archive: task({ Next: 'Well' }),
    Well: { Type: 'Choice', Choices: [{ Variable: '$.well', BooleanEquals: true, Next: 'Done' }], Default: 'Bad' },
    Done: { Type: 'Succeed' },
    Bad: { Type: 'Fail' },
  };
  expect(answerProblems(machine(States))).toEqual([]);
});

it('sees the next state behind choices, and ends where they lead back', () => {
  const States = {
    Archive: task({ Next: 'Well' }),
    Well: { Type: 'Choice', Choices: [{ Variable: '$.well', BooleanEquals: true, Next: 'Report' }], Default: 'Wait' },
    Wait: { Type: 'Wait', Seconds: 1, Next: 'Well' },
    Report: task({ End: true }),
  };
  expect(answerProblems(machine(States))).toEqual([told('Archive', 'Report')]);
  expect(answerProblems(machine({ ...States, Report: { Type: 'Succeed' } }))).toEqual([]);
});

it('looks into each Map', () => {
  const inside = machine({ Archive: task({ Next: 'Report' }), Report: task({ End: true }) });
  const States = { Each: { Type: 'Map', ItemProcessor: inside, End: true } };
  expect(answerProblems({ StartAt: 'Each', States })).toEqual([told('Archive', 'Report')]);
});
