import { messageOf } from '../../functions/core/told.ts';
import type { Screen } from '../../local/screen.ts';
import { type Stack, startStack } from '../../local/stack/stack.ts';
import { realClock } from '../../local/states/clock.ts';
import type { Execution } from '../../local/states/service/executions.ts';
import type { ExampleOptions } from './options.ts';
import { errorLine, pathOn } from './path.ts';
import { ask, requestsIn, serve } from './requests.ts';

/** `npm run example`: runs one of examples/ on this machine; gives the exit code. */
export async function runExample(options: ExampleOptions, screen: Screen): Promise<number> {
  const { example, input } = options;
  const up = screen.begin(`Bring up what ${example} deploys`);
  const failed = (name: string, error: unknown) => screen.line(screen.red(`  ${name}: ${messageOf(error)}`));
  const stack = await startStack({ example, clock: realClock(), hear: pathOn(screen), failed });
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

async function runMachine({ example, machine, input }: ExampleOptions, stack: Stack, screen: Screen): Promise<boolean> {
  const name = machine ?? stack.machines[0] ?? '';
  screen.line(`${screen.bold(name)} of ${example}, with ${JSON.stringify(input)}\n`);
  const { end } = await stack.run(name, input);
  screen.line();
  for (const { subject, message } of await stack.mail()) screen.line(screen.dim(`${subject}: ${message}`));
  for (const line of endLines(end, screen)) screen.line(line);
  return end?.status === 'SUCCEEDED';
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
