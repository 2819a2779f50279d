import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { readAnswers } from '../../commands/example/answers.ts';
import { examples } from '../../commands/example/options.ts';
import { ask, requestsIn } from '../../commands/example/requests.ts';
import { ranBy } from '../../commands/example/upload.ts';
import { jsonText } from '../../functions/core/json.ts';
import { checkDefinition, readDefinition } from '../../local/definition.ts';
import { pythonWith } from '../../local/python.ts';
import { openScreen } from '../../local/screen.ts';
import { telling } from '../../local/stack/asked.ts';
import { startStack } from '../../local/stack/stack.ts';
import { realClock } from '../../local/states/clock.ts';
import type { Ended } from '../../local/states/ending.ts';
import { type Json, json } from '../../local/states/json.ts';
import type { Execution } from '../../local/states/service/executions.ts';
import { type Handlers, runStateMachine } from '../statemachines/run.ts';
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
      env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' }, // and nothing of what the stack has set
      maxBuffer: 2 ** 28,
    }),
  );

interface Run extends Pick<Execution, 'events'> {
  readonly input: Json;
  readonly end: Ended;
}

/** Holds what came of a machine here against what comes of it there, its Tasks answering the same. */
function holdsAgainst(definition: unknown, runs: readonly Run[]) {
  const cases = runs.map((run, at) => ({ id: `${at}`, definition, input: run.input, calls: callsOf(run) }));
  // Branches run at once in both, in whatever order.
  const ordered = (states: string[]) => (/"(Map|Parallel)"/.test(JSON.stringify(definition)) ? states.sort() : states);
  const theirs = judged(cases).map((one) => ({ ...one, states: ordered(one.states) }));
  const ours = runs.map(({ end, events }) => ({
    status: end.status,
    output: end.status === 'SUCCEEDED' ? end.output : null,
    error: (end.status === 'FAILED' && end.error) || null,
    states: ordered(statesOf({ events })),
    unasked: [],
  }));
  expect(theirs).toEqual(ours);
}

/** What comes of the first machine of an example with an input, in a stack of its own. */
async function runsWith(example: string, input: Json): Promise<{ definition: unknown; runs: Run[] }> {
  jest.resetModules(); // functions keep the clients of the stack before
  const answers = readAnswers(`examples/${example}`);
  const tasks = telling(({ state, token }) => {
    if (Object.hasOwn(answers, state)) stack.executions.callbacks.succeed(token, answers[state] ?? null);
  });
  const stack = await startStack({ example, clock: realClock(() => 0), tasks });
  const [machine = ''] = stack.machines;
  const machineArn = stack.executions.machineArn(machine);
  const requests = requestsIn(input);
  if (requests) await ask(requests, stack, openScreen({ write: () => undefined }));
  const all = requests ? stack.executions.list(machineArn) : await ranBy(stack, machine, input);
  const { definition } = stack.executions.machines.find(machineArn);
  await stack.stop();
  return { definition: JSON.parse(definition), runs: all.flatMap(({ end, ...run }) => (end ? [{ ...run, end }] : [])) };
}

it.each(examples())('%s comes to the same, the same way, in an engine that no one here wrote', async (example) => {
  for (const file of readdirSync(`examples/${example}/inputs`)) {
    const input = jsonText(json).parse(readFileSync(`examples/${example}/inputs/${file}`, 'utf8'));
    const { definition, runs } = await runsWith(example, input);
    holdsAgainst(definition, runs);
  }
});

it('the EXPRESS machine of sign-up does, too', async () => {
  jest.resetModules();
  const stack = await startStack({ example: 'sign-up', clock: realClock(() => 0) });
  const runs: Run[] = [];
  for (const verified of [true, false]) {
    const { end, ...run } = await stack.run('SignIn', { account: 'somebody', verified });
    if (end) runs.push({ ...run, end });
  }
  const { definition } = stack.executions.machines.find(stack.executions.machineArn('SignIn'));
  await stack.stop();
  expect(runs.map(({ end }) => end)).toMatchObject([
    { output: { outcome: 'SIGNED_IN' } },
    { output: { outcome: 'WRONG' } },
  ]);
  holdsAgainst(JSON.parse(definition), runs);
});

it('the pipeline does, too', async () => {
  const definition = await checkDefinition(readDefinition(), async () => []);
  const usual: Handlers = {
    Ingest: async () => ({ objects: 1 }),
    Preprocess: async () => ({ holds: false, read: 3 }),
    Aggregate: async () => ({ tables: [] }),
    Report: async () => ({ published: true }),
  };
  const busy = () => Promise.reject(Object.assign(new Error('busy'), { name: 'Lambda.TooManyRequestsException' }));
  const gone = () => Promise.reject(Object.assign(new Error('gone'), { name: 'InputGone' }));
  const input = { run: 'r', batch: 'b', sources: ['orders'] };
  const ways: Handlers[] = [
    {},
    { Preprocess: async () => ({ holds: true }), Report: async () => ({ published: false }) },
    { Aggregate: busy },
    { Ingest: gone },
  ];
  const runs = ways.map(async (way) => {
    const { history: events, journal: _, ...end } = await runStateMachine(definition, input, { ...usual, ...way });
    return { input, events, end };
  });
  holdsAgainst(definition, await Promise.all(runs));
});
