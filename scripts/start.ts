import { command } from '../commands/command.ts';
import { readOptions, usage } from '../local/options.ts';
import { start } from '../local/start.ts';

await command({ usage, stopped: 'Stopped. What had ended before is kept.' }, (args, screen) =>
  start(readOptions(args, process.env), screen),
);
