import { messageOf } from '../../functions/core/told.ts';
import type { Screen } from '../../local/screen.ts';
import { type Stack, startStack } from '../../local/stack/stack.ts';
import { realClock } from '../../local/states/clock.ts';
import type { Execution } from '../../local/states/service/executions.ts';
import type { ExampleOptions } from './options.ts';
import { errorLine, pathOn } from './path.ts';
import { ask, requestsIn, serve } from './requests.ts';
import { ranBy, upload } from './upload.ts';

/** `npm run example`: runs one of examples/ on this machine; gives the exit code. */
export async function runExample(options: ExampleOptions, screen: Screen): Promise<number> {
  const { example, input } = options;
  const up = screen.begin(`Bring up what ${example} deploys`);
  const failed = (name: string, error: unknown) => screen.line(screen.red(`  ${name}: ${messageOf(error)}`));
  const hearContainer = (name: string, said: string) => screen.line(screen.dim(`  ${name}: ${said}`));
  const stack = await startStack({ example, clock: realClock(), hear: pathOn(screen), failed, hearContainer });
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
  const key = upload.safeParse(input).data?.upload;
  const begun = key === undefined ? JSON.stringify(input) : `the upload of ${key}`;
  screen.line(`${screen.bold(name)} of ${example}, with ${begun}\n`);
  const ran = await ranBy(stack, name, input);
  screen.line();
  for (const { subject, message } of await stack.mail()) screen.line(screen.dim(`${subject}: ${message}`));
  if (ran.length === 0) screen.line(screen.red('No rule takes this upload'));
  for (const line of ran.flatMap(({ end }) => endLines(end, screen))) screen.line(line);
  return ran.length > 0 && ran.every(({ end }) => end?.status === 'SUCCEEDED');
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
