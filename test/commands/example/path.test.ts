import { errorLine, pathOn } from '../../../commands/example/path.ts';
import { openScreen } from '../../../local/screen.ts';
import { chain, failing, pass, run } from '../../local/states/rig.ts';

/** The lines that tell an execution, its seconds left out. */
async function told(definition: object, given: Parameters<typeof run>[1] = {}, columns?: number) {
  const written: string[] = [];
  const screen = openScreen({ write: (text) => written.push(text), ...(columns && { columns }) }, {});
  const { history } = await run(definition, given);
  const hear = pathOn(screen);
  for (const event of history) hear(event);
  screen.close();
  return written
    .join('')
    .replace(/ +\d+\.\d s/g, '')
    .trimEnd()
    .split('\n');
}

const task = { Type: 'Task', Resource: 'arn:aws:lambda:eu-central-1:1:function:f' };

it('tells each state, with what it came to', async () => {
  const tasks = { Pay: () => ({ paid: true }) };
  expect(await told(chain({ Begin: pass, Pay: task }), { input: { id: 1 }, tasks })).toEqual([
    expect.stringMatching(/^ {2}Begin +{"id":1}$/),
    expect.stringMatching(/^ {2}Pay +{"paid":true}$/),
  ]);
});

it('tells what failed before it went well', async () => {
  const retried = { ...task, Retry: [{ ErrorEquals: ['Busy'] }] };
  expect(await told(chain({ Pay: retried }), { tasks: { Pay: failing(1, 'Busy') } })).toEqual([
    expect.stringMatching(/^ {2}Pay +Busy: on purpose$/),
    expect.stringMatching(/^ {2}Pay +"done"$/),
  ]);
});

it('tells what is inside of a Map and a Parallel below them, each item by its number', async () => {
  const definition = chain({
    Each: { Type: 'Map', ItemProcessor: chain({ Do: pass }), MaxConcurrency: 1 },
    Both: { Type: 'Parallel', Branches: [chain({ Left: pass }), chain({ Right: pass })] },
    Last: pass,
  });
  const lines = await told(definition, { input: ['a', 'b'] });
  expect(lines.map((line) => line.replace(/ +[["].*$/, ''))).toEqual([
    '  Each',
    '    #0',
    '      Do',
    '    #1',
    '      Do',
    '  Both',
    '    Left',
    '    Right',
    '  Last',
  ]);
});

it('tells no more than a line holds', async () => {
  const lines = await told(chain({ Begin: pass }), { input: { text: 'x'.repeat(500) } }, 60);
  expect(lines.map((line) => line.length <= 60)).toEqual([true]);
});

it.each([
  ['NoStock', '{"errorType":"NoStock","errorMessage":"none\\n  left","trace":[]}', 'NoStock: none left'],
  ['NoStock', 'none left', 'NoStock: none left'],
  ['States.TaskFailed', '{"TaskArn":"arn","StoppedReason":"no room"}', 'States.TaskFailed: no room'],
  [undefined, undefined, 'an error without a name'],
])('tells a failure in words: %s, %s', (error, cause, line) => {
  expect(errorLine(error, cause)).toBe(line);
});
