import { messageOf } from '../../functions/core/told.ts';
import type { Screen } from '../../local/screen.ts';
import { telling } from '../../local/stack/asked.ts';
import { type Stack, startStack } from '../../local/stack/stack.ts';
import { realClock } from '../../local/states/clock.ts';
import type { Execution } from '../../local/states/service/executions.ts';
import { answer, readAnswers } from './answers.ts';
import { keysOf } from './keys.ts';
import type { ExampleOptions } from './options.ts';
import { errorLine, pathOn } from './path.ts';
import { ask, requestsIn, serve } from './requests.ts';
import { ranBy, upload } from './upload.ts';

/** `npm run example`: runs one of examples/ on this machine; gives the exit code. */
export async function runExample(options: ExampleOptions, screen: Screen): Promise<number> {
  const { example, input } = options;
  const up = screen.begin(`Bring up what ${example} deploys`);
  const stack = await startToldStack(example, screen);
  up();
  try {
    const requests = requestsIn(input);
    if (options.serve) await serve(stack, screen);
    else if (requests) return (await ask(requests, stack, screen)) ? 0 : 1;
    else return (await runMachine(options, stack, screen)) ? 0 : 1;
    return 0;
  } finally {
    await stack.stop();
  }
}

/** A stack of which is told what happens in it, and which is answered where it waits for a person. */
async function startToldStack(example: string, screen: Screen): Promise<Stack> {
  const [answers, keys] = [readAnswers(`examples/${example}`), keysOf(process.stdin)];
  const stack = await startStack({
    example,
    clock: realClock(),
    hear: pathOn(screen),
    hearContainer: (name, line) => screen.line(screen.dim(`  ${name}: ${line}`)),
    failed: (name, error) => screen.line(screen.red(`  ${name}: ${messageOf(error)}`)),
    tasks: telling(async (asked) => {
      if (!Object.hasOwn(answers, asked.state)) return;
      await tellMail(stack, screen);
      await answer(asked, { answers, callbacks: stack.executions.callbacks, keys }, screen);
    }),
  });
  return stack;
}

async function runMachine({ example, machine, input }: ExampleOptions, stack: Stack, screen: Screen): Promise<boolean> {
  const name = machine ?? stack.machines[0] ?? '';
  if (!stack.machines.includes(name)) {
    throw new Error(`${example} has no machine "${name}": it has ${stack.machines.join(', ')}.`);
  }
  const key = upload.safeParse(input).data?.upload;
  const begun = key === undefined ? JSON.stringify(input) : `the upload of ${key}`;
  screen.line(`${screen.bold(name)} of ${example}, with ${begun}\n`);
  const ran = await ranBy(stack, name, input);
  screen.line();
  await tellMail(stack, screen);
  if (ran.length === 0) screen.line(screen.red('No rule takes this upload'));
  for (const line of ran.flatMap(({ end }) => endLines(end, screen))) screen.line(line);
  return ran.length > 0 && ran.every(({ end }) => end?.status === 'SUCCEEDED');
}

async function tellMail(stack: Stack, screen: Screen): Promise<void> {
  for (const { subject, message } of await stack.mail()) {
    for (const line of `${subject}: ${message}`.split('\n')) screen.line(screen.dim(line));
  }
}

function endLines(end: Execution['end'], screen: Screen): string[] {
  switch (end?.status) {
    case 'SUCCEEDED':
      return [`${screen.green(end.status)}  ${JSON.stringify(end.output)}`];
    case 'FAILED':
      return [`${screen.red(end.status)}  ${errorLine(end.error, end.cause)}`];
    default:
      return [screen.red(end?.status ?? '')];
  }
}
