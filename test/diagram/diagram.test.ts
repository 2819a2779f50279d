import { readFileSync } from 'node:fs';
import { drawStateMachine } from '../../commands/diagram/draw.ts';
import { distributedDefinitionOf } from '../../deployment/distributed.ts';
import { readDefinition } from '../../local/definition.ts';
import { pipeline } from '../../pipeline/pipeline.ts';

const definition = readDefinition();

it('shows the state machine as it is: npm run diagram after a change', async () => {
  expect(await drawStateMachine(definition)).toBe(readFileSync('docs/state-machine.svg', 'utf8'));
});

it('shows what it is where the pipeline is distributed: npm run diagram after a change', async () => {
  const drawn = await drawStateMachine(distributedDefinitionOf(pipeline));
  expect(drawn).toBe(readFileSync('docs/state-machine-distributed.svg', 'utf8'));
});

it('says of a rule what its Comment says, where it has one', async () => {
  const rule = { Condition: '{% $count($states.input.lines) in [1..99] %}', Next: 'End' };
  const drawn = (more: object) =>
    drawStateMachine({
      QueryLanguage: 'JSONata',
      StartAt: 'Ask',
      States: { Ask: { Type: 'Choice', Choices: [{ ...rule, ...more }] }, End: { Type: 'Succeed' } },
    });
  expect(await drawn({ Comment: 'An order' })).toMatch(/>An order</);
  expect(await drawn({})).toMatch(/>\$count\(lines\) in \[1..99\]</);
});

it('draws hostile state names as text', async () => {
  const name = '</text><script>alert("1")</script>';
  const svg = await drawStateMachine({ StartAt: name, States: { [name]: { Type: 'Succeed' } } });
  expect(svg).not.toContain('<script');
});

it('refuses what is no state machine', async () => {
  await expect(drawStateMachine({ States: {} })).rejects.toThrow(/StartAt/);
});

it('draws a Map inside of a Parallel', async () => {
  const each = { StartAt: 'Do', States: { Do: { Type: 'Pass', End: true } } };
  const branches = [
    { StartAt: 'Each', States: { Each: { Type: 'Map', ItemProcessor: each, End: true } } },
    { StartAt: 'Beside', States: { Beside: { Type: 'Pass', End: true } } },
  ];
  const svg = await drawStateMachine({
    StartAt: 'Both',
    States: { Both: { Type: 'Parallel', Branches: branches, End: true } },
  });
  expect(['Both · Parallel', 'Each · Map', '>Do<', '>Beside<'].filter((label) => !svg.includes(label))).toEqual([]);
});
