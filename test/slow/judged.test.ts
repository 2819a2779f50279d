import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { examples } from '../../commands/example/options.ts';
import { jsonText } from '../../functions/core/json.ts';
import { startStack } from '../../local/stack/stack.ts';
import { realClock } from '../../local/states/clock.ts';
import { json } from '../../local/states/json.ts';
import { pythonWith } from '../world/python.ts';
import { callsOf, statesOf } from './judge/case.ts';

const judgement = z.object({
  status: z.string(),
  output: json,
  error: z.string().nullable(),
  states: z.array(z.string()),
  unasked: z.array(z.string()),
});

/** Has an engine that no one here wrote run machines whose Tasks answer as they did. */
const judged = (cases: readonly object[]) =>
  jsonText(z.array(judgement)).parse(
    execFileSync(pythonWith('test/slow/judge/requirements.txt'), ['test/slow/judge/judge.py'], {
      input: JSON.stringify(cases),
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      maxBuffer: 2 ** 28,
    }),
  );

describe.each(examples())('%s', (example) => {
  const inputs = readdirSync(`examples/${example}/inputs`);

  it('takes the same way, and comes to the same, in an engine that no one here wrote', async () => {
    const stack = await startStack({ example, clock: realClock(() => 0) });
    const machine = stack.machines[0] ?? '';
    const runs = [];
    for (const file of inputs) {
      const input = jsonText(json).parse(readFileSync(`examples/${example}/inputs/${file}`, 'utf8'));
      runs.push(await stack.run(machine, input));
    }
    const { machines } = stack.executions;
    const definition: unknown = JSON.parse(machines.find(stack.executions.machineArn(machine)).definition);
    const cases = runs.map((run, at) => ({ id: `${at}`, definition, input: run.input, calls: callsOf(run) }));
    await stack.stop();
    const ours = runs.map((run) => {
      const [error, output] = [
        run.end?.status === 'FAILED' ? run.end.error : null,
        run.end?.status === 'SUCCEEDED' ? run.end.output : null,
      ];
      return { status: run.end?.status, output, error, states: statesOf(run), unasked: [] };
    });
    expect(judged(cases)).toEqual(ours);
  });
});
