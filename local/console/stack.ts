import { once } from 'node:events';
import { answer, readAnswers } from '../../commands/example/answers.ts';
import { statesIn } from '../executions.ts';
import { listenOnLoopback } from '../loopback.ts';
import type { Screen } from '../screen.ts';
import { telling } from '../stack/asked.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { realClock } from '../states/clock.ts';
import { jsonServer } from '../states/service/json-server.ts';
import { operationsOn } from '../states/service/operations.ts';
import { Changes } from './changes.ts';
import { startOn } from './start.ts';

/** What the process of an example tells the console, a line of JSON each. */
type StackLine = { readonly url: string } | { readonly changed: true };

/**
 * Keeps what an example deploys up, for the console that has started this process: in a process of its own, since
 * functions read one environment. It ends when the console does.
 */
export async function serveStack(example: string, store: string, screen: Screen): Promise<number> {
  const changes = new Changes();
  const say = (line: StackLine) => void process.stdout.write(`${JSON.stringify(line)}\n`);
  changes.follow(() => say({ changed: true }));
  const answers = readAnswers(`examples/${example}`);
  const stack: Stack = await startStack({
    example,
    clock: realClock(),
    store: statesIn(store),
    hear: () => changes.tell(),
    hearChild: () => changes.tell(),
    // Nobody sits at a terminal here.
    tasks: telling((asked) =>
      answer(asked, { answers, callbacks: stack.executions.callbacks, keys: undefined }, screen),
    ),
  });
  const operations = { ...operationsOn(stack.executions), Start: startOn(example, stack) };
  const { url, close } = await listenOnLoopback(jsonServer(example, operations));
  say({ url });
  process.stdin.resume();
  await once(process.stdin, 'close');
  await close();
  await stack.stop();
  return 0;
}
