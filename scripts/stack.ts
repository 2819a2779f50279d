import { command } from '../commands/command.ts';
import { serveStack } from '../local/console/stack.ts';

const usage = 'stack <example> <folder>: what npm run dev starts for each example that somebody looks at.';

await command({ usage, out: process.stderr }, ([example = '', store = ''], screen) =>
  serveStack(example, store, screen),
);
