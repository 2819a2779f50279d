import type { Screen } from '../../local/screen.ts';
import { startStack } from '../../local/stack/stack.ts';
import { realClock } from '../../local/states/clock.ts';
import type { Execution } from '../../local/states/service/executions.ts';
import type { ExampleOptions } from './options.ts';
import { errorLine, pathOn } from './path.ts';

/** `npm run example`: runs one of examples/ on this machine; gives the exit code. */
export async function runExample({ example, machine, input }: ExampleOptions, screen: Screen): Promise<number> {
  const up = screen.begin(`Bring up what ${example} deploys`);
  const failed = (name: string, error: unknown) => screen.line(screen.red(`  ${name}: ${error}`));
  const stack = await startStack({ example, clock: realClock(), hear: pathOn(screen), failed });
  up();
  try {
    const name = machine ?? stack.machines[0] ?? '';
    screen.line(`${screen.bold(name)} of ${example}, with ${JSON.stringify(input)}\n`);
    const { end } = await stack.run(name, input);
    screen.line();
    for (const { subject, message } of await stack.mail()) screen.line(screen.dim(`${subject}: ${message}`));
    for (const line of endLines(end, screen)) screen.line(line);
    return end?.status === 'SUCCEEDED' ? 0 : 1;
  } finally {
    await stack.stop();
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
